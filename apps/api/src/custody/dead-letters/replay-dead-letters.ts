import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  appendBatch,
  batchBody,
  deflateBody,
  PROJECT_RUN,
  REPLAY_LETTER,
  replayLetter,
  type StoredLetter,
} from '#ledger';
import { JobQueues } from '#queue';
import { parseEvent } from '#run-events';
import { ReadDatabase } from '../../gate/scopes/read-database.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import type { UserError } from '../../graphql/relay/user-error.type.js';

/** Thrown inside the transaction that took a letter, so that it stays as it is. */
class StillUnusable extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Tries events again that were rejected, or that could not be folded: after an upgrade, or a fix. */
@Injectable()
export class ReplayDeadLetters {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: ScopedDatabase,
    private readonly queues: JobQueues,
    private readonly reads: ReadDatabase,
  ) {}

  /** null when the letter was replayed, or given to a worker to fold. */
  async replay(id: string): Promise<UserError | null> {
    this.reads.wrote();
    const letter = await this.find(id);
    if (letter === null)
      return { id, code: 'not_found', message: 'This dead letter does not exist, or was already replayed.' };
    if (letter.stage === 'fold') {
      // Only a worker folds; it marks the letter when it is done.
      await this.queues.enqueue(REPLAY_LETTER, { letterId: id });
      return null;
    }
    try {
      await replayLetter(this.dataSource, id, (_tx, taken) => this.accept(taken));
    } catch (error) {
      if (error instanceof StillUnusable) return { id, code: error.code, message: error.message };
      throw error;
    }
    await this.queues.enqueue(PROJECT_RUN, { runId: letter.runId });
    return null;
  }

  /** Should the mark be lost after this, the ledger knows the event as a duplicate next time. */
  private async accept({ runId, event: line }: StoredLetter): Promise<void> {
    const parsed = parseEvent(line);
    if (!('event' in parsed)) throw new StillUnusable(parsed.code, parsed.message);
    const { accepted } = await appendBatch(
      this.dataSource,
      runId,
      [parsed.event.seq],
      batchBody(line, await deflateBody(line)),
    );
    if (accepted === 0) {
      throw new StillUnusable(
        'seq_taken',
        `The ledger contains another event of this run with seq ${parsed.event.seq}.`,
      );
    }
  }

  private async find(id: string): Promise<Pick<StoredLetter, 'stage' | 'runId'> | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const [row] = await this.database.query<Pick<StoredLetter, 'stage' | 'runId'>[]>(
      `SELECT dead_letter.stage, dead_letter.run_id AS "runId"
       FROM dead_letter
       WHERE dead_letter.id = $1 AND dead_letter.replayed_at IS NULL`,
      [id],
    );
    return row ?? null;
  }
}
