import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RetentionType } from './retention.type.js';

/** Newest first; served by retention_drop_pkey. */
export function retentionsQuery(): ListQuery {
  return new ListQuery({
    select: `retention.id::text, retention.dropped_at AS "droppedAt", retention.finished_at AS "finishedAt",
  retention.policy, retention.runs, retention.results::float8 AS results, retention.signature <> '' AS "isSigned"`,
    from: 'retention_drop AS retention',
    key: [{ column: 'retention.id', type: 'integer' }],
    order: 'DESC',
  });
}

@Injectable()
export class RetentionsReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs): Promise<Connection<RetentionType>> {
    return this.lists.page<RetentionType & Keyed, RetentionType>(retentionsQuery(), page, (row) =>
      Object.assign(new RetentionType(), row),
    );
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'retentions', query: retentionsQuery(), key: 1 }];
