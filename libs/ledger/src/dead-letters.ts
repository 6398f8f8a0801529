import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { lockRun } from './claim-run.js';

export interface DeadLetter {
  seq: number | null;
  /** `accept`: rejected when it came; `fold`: accepted, but could not be written. */
  stage: 'accept' | 'fold';
  code: string;
  message: string;
  /** The event's line as it came. */
  event: Buffer;
  /** Of an accepted event: where it lies in the ledger. */
  batchNo: number | null;
  position: number | null;
}

export type StoredLetter = DeadLetter & { id: string; runId: string };

/**
 * Keeps events that could not be used. The same letter of a run is kept once, however often it is sent; one that was
 * replayed and fails again is back.
 */
export async function keepDeadLetters(
  db: DataSource | EntityManager,
  runId: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const rows = new Map(letters.map((letter) => [digestOf(letter.event).toString('hex'), letter]));
  const each = [...rows.values()];
  await db.query(
    `INSERT INTO dead_letter AS known (run_id, seq, stage, code, message, event, digest, batch_no, position)
     SELECT $1, letter.*
     FROM unnest(
       $2::int[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::int[], $9::int[]
     ) AS letter
     ON CONFLICT (run_id, digest) DO UPDATE SET
       stage = excluded.stage, code = excluded.code, message = excluded.message,
       batch_no = excluded.batch_no, position = excluded.position, replayed_at = NULL
     WHERE known.replayed_at IS NOT NULL`,
    [
      runId,
      each.map(({ seq }) => seq),
      each.map(({ stage }) => stage),
      each.map(({ code }) => code),
      each.map(({ message }) => message.replaceAll('\0', '\uFFFD').toWellFormed()),
      each.map(({ event }) => event),
      each.map(({ event }) => digestOf(event)),
      each.map(({ batchNo }) => batchNo),
      each.map(({ position }) => position),
    ],
  );
}

function digestOf(event: Buffer): Buffer {
  return createHash('sha256').update(event).digest();
}

/**
 * Takes a letter that has not been replayed, marks it as replayed, and lets `replay` do it: all or nothing. Answers
 * false when there is no such letter, or retention has dropped its run. Whoever else wants the same letter waits, or
 * folds its run: the lock of the run comes before its rows, here as everywhere.
 */
export async function replayLetter(
  dataSource: DataSource,
  id: string,
  replay: (tx: EntityManager, letter: StoredLetter) => Promise<void>,
): Promise<boolean> {
  return dataSource.transaction(async (tx) => {
    const [known] = await tx.query<{ runId: string }[]>(
      `SELECT dead_letter.run_id AS "runId" FROM dead_letter WHERE dead_letter.id = $1`,
      [id],
    );
    if (known === undefined) return false;
    await lockRun(tx, known.runId);
    // TypeORM answers an UPDATE with its rows and their number.
    const [[letter]] = await tx.query<[StoredLetter[], number]>(
      `UPDATE dead_letter SET replayed_at = now()
       WHERE dead_letter.id = $1 AND dead_letter.replayed_at IS NULL AND NOT EXISTS (
         SELECT FROM ledger_run
         WHERE ledger_run.run_id = dead_letter.run_id AND ledger_run.details_dropped_at IS NOT NULL
       )
       RETURNING id, run_id AS "runId", seq, stage, code, message, event, batch_no AS "batchNo", position`,
      [id],
    );
    if (letter === undefined) return false;
    await replay(tx, letter);
    return true;
  });
}
