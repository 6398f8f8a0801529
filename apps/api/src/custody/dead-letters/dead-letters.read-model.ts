import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import { DeadLetterType } from './dead-letter.type.js';

type DeadLetterRow = Keyed & Omit<DeadLetterType, 'event'> & { event: Buffer };

/** Newest first; served by dead_letter_pkey, or of one run by dead_letter_run_id_digest_key. */
export function deadLettersQuery(runId: string | null): ListQuery {
  return new ListQuery({
    select: `dead_letter.id, dead_letter.run_id AS "runUuid", dead_letter.seq, dead_letter.stage, dead_letter.code,
  dead_letter.message, substring(dead_letter.event FROM 1 FOR 10000) AS event, dead_letter.received_at AS "receivedAt",
  dead_letter.replayed_at AS "replayedAt"`,
    from: 'dead_letter',
    key: [{ column: 'dead_letter.id', type: 'bigint' }],
    order: 'DESC',
  }).whereGiven('dead_letter.run_id = ?', runId);
}

@Injectable()
export class DeadLettersReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string | null, page: PageArgs): Promise<Connection<DeadLetterType>> {
    return this.lists.page<DeadLetterRow, DeadLetterType>(deadLettersQuery(runId), page, (row) =>
      Object.assign(new DeadLetterType(), row, { event: row.event.toString('utf8') }),
    );
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'dead letters of a run', query: deadLettersQuery(EXAMPLE_ID), key: 1 },
];
