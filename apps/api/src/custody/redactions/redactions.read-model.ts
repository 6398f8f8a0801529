import { Injectable } from '@nestjs/common';
import { columns, RedactionEntity, sql, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RedactionType } from './redaction.type.js';

const REDACTION = {
  id: sql<string>('redaction.id::text'),
  ...columns(RedactionEntity, 'redaction', 'redactedAt', 'actor', 'reason', 'deadLetters', 'rowsElsewhere'),
  batches: sql<number>('(SELECT count(*)::int FROM redaction_batch AS batch WHERE batch.redaction_id = redaction.id)'),
};

/** Newest first; served by redaction_pkey. */
function redactionsQuery(id: number | null = null): ListQuery<RowOf<typeof REDACTION>> {
  return new ListQuery({
    select: REDACTION,
    from: 'redaction',
    key: [{ column: 'redaction.id', type: 'integer' }],
    order: 'DESC',
  }).whereGiven('redaction.id = ?', id);
}

@Injectable()
export class RedactionsReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs, query = redactionsQuery()): Promise<Connection<RedactionType>> {
    return this.lists.page(query, page, (row) => objectOf(RedactionType, row));
  }

  async find(id: number): Promise<RedactionType | null> {
    const { nodes } = await this.page({ first: 1 }, redactionsQuery(id));
    return nodes[0] ?? null;
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'redactions', query: redactionsQuery(), key: 1 }];
