import { Injectable } from '@nestjs/common';
import { column, columns, DeadLetterEntity, sql, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import { DeadLetterType } from './dead-letter.type.js';

const DEAD_LETTER = {
  id: column(DeadLetterEntity, 'dead_letter', 'id'),
  runUuid: column(DeadLetterEntity, 'dead_letter', 'runId'),
  ...columns(DeadLetterEntity, 'dead_letter', 'seq', 'stage', 'code', 'message'),
  event: sql<Buffer>('substring(dead_letter.event FROM 1 FOR 10000)'),
  ...columns(DeadLetterEntity, 'dead_letter', 'receivedAt', 'replayedAt'),
};

/** Newest first; served by dead_letter_pkey, or of one run by dead_letter_run_id_digest_key. */
function deadLettersQuery(runId: string | null): ListQuery<RowOf<typeof DEAD_LETTER>> {
  return new ListQuery({
    select: DEAD_LETTER,
    from: 'dead_letter',
    key: [{ column: 'dead_letter.id', type: 'bigint' }],
    order: 'DESC',
  }).whereGiven('dead_letter.run_id = ?', runId);
}

@Injectable()
export class DeadLettersReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string | null, page: PageArgs): Promise<Connection<DeadLetterType>> {
    return this.lists.page(deadLettersQuery(runId), page, (row) =>
      objectOf(DeadLetterType, { ...row, event: row.event.toString('utf8') }),
    );
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'dead letters of a run', query: deadLettersQuery(EXAMPLE_ID), key: 1 },
];
