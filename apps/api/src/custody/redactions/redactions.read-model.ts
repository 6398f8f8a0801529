import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RedactionType } from './redaction.type.js';

/** Newest first; served by redaction_pkey. */
export function redactionsQuery(id: number | null = null): ListQuery {
  return new ListQuery({
    select: `redaction.id::text, redaction.redacted_at AS "redactedAt", redaction.actor, redaction.reason,
  redaction.dead_letters AS "deadLetters", redaction.rows_elsewhere AS "rowsElsewhere",
  (SELECT count(*)::int FROM redaction_batch AS batch WHERE batch.redaction_id = redaction.id) AS batches`,
    from: 'redaction',
    key: [{ column: 'redaction.id', type: 'integer' }],
    order: 'DESC',
  }).whereGiven('redaction.id = ?', id);
}

@Injectable()
export class RedactionsReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs, query = redactionsQuery()): Promise<Connection<RedactionType>> {
    return this.lists.page<RedactionType & Keyed, RedactionType>(query, page, (row) =>
      Object.assign(new RedactionType(), row),
    );
  }

  async find(id: number): Promise<RedactionType | null> {
    const { nodes } = await this.page({ first: 1 }, redactionsQuery(id));
    return nodes[0] ?? null;
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'redactions', query: redactionsQuery(), key: 1 }];
