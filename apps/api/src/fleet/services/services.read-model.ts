import { Injectable } from '@nestjs/common';
import { columns, ServiceEntity, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toNamedId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { ServiceType } from './service.type.js';

const SERVICE = columns(ServiceEntity, 'service', 'name');

/** By name; served by service_pkey. */
function servicesQuery(): ListQuery<RowOf<typeof SERVICE>> {
  const key = [{ column: 'service.name', type: 'text' }] as const;
  return new ListQuery({ select: SERVICE, from: 'service', key, order: 'ASC' });
}

@Injectable()
export class ServicesReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs): Promise<Connection<ServiceType>> {
    return this.lists.page(servicesQuery(), page, toService);
  }

  byName(name: string): Promise<ServiceType | null> {
    return this.lists.one(servicesQuery().where('service.name = ?', name), toService);
  }
}

/** A service, by its name. */
export function toService({ name }: { name: string }): ServiceType {
  return objectOf(ServiceType, { id: toNamedId('Service', name), name });
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'services', query: servicesQuery(), key: 1 }];
