import { Injectable } from '@nestjs/common';
import { columns, RetentionDropEntity, sql, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RetentionType } from './retention.type.js';

const RETENTION = {
  id: sql<string>('retention.id::text'),
  ...columns(RetentionDropEntity, 'retention', 'droppedAt', 'finishedAt', 'policy', 'runs'),
  results: sql<number>('retention.results::float8'),
  isSigned: sql<boolean>(`retention.signature <> ''`),
};

/** Newest first; served by retention_drop_pkey. */
function retentionsQuery(): ListQuery<RowOf<typeof RETENTION>> {
  return new ListQuery({
    select: RETENTION,
    from: 'retention_drop AS retention',
    key: [{ column: 'retention.id', type: 'integer' }],
    order: 'DESC',
  });
}

@Injectable()
export class RetentionsReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs): Promise<Connection<RetentionType>> {
    return this.lists.page(retentionsQuery(), page, (row) => objectOf(RetentionType, row));
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'retentions', query: retentionsQuery(), key: 1 }];
