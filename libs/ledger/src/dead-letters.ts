import type { DataSource, EntityManager } from 'typeorm';
import { lockRun } from './batches/claim-run.js';
import { portionsOf } from './batches/portions.js';
import { storableMessage } from './storable-message.js';

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

/** So many bytes are copied for Postgres at once: it happens on the event loop. */
const BYTES_AT_ONCE = 2 * 1024 * 1024;

/**
 * The events come as one text in bytes, and Postgres takes them apart and makes their digests: an array of them would
 * be written in hexadecimal, and all of it on the event loop.
 */
const KEEP = `
  WITH told AS (
    SELECT letter.*, substring($10::bytea FROM letter.event_offset + 1 FOR letter.event_bytes) AS event
    FROM unnest(
      $2::int[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[]
    ) WITH ORDINALITY AS letter(seq, stage, code, message, event_offset, event_bytes, batch_no, position, place)
  ), letter AS (
    SELECT DISTINCT ON (digested.digest) digested.*
    FROM (SELECT told.*, sha256(told.event) AS digest FROM told) AS digested
    ORDER BY digested.digest, digested.place DESC
  )
  INSERT INTO dead_letter AS known (run_id, seq, stage, code, message, event, digest, batch_no, position)
  SELECT $1, letter.seq, letter.stage, letter.code, letter.message, letter.event, letter.digest, letter.batch_no,
    letter.position
  FROM letter
  ORDER BY letter.place
  ON CONFLICT (run_id, digest) DO UPDATE SET
    stage = excluded.stage, code = excluded.code, message = excluded.message,
    batch_no = excluded.batch_no, position = excluded.position, replayed_at = NULL
  WHERE known.replayed_at IS NOT NULL`;

/**
 * Keeps events that could not be used. The same letter of a run is kept once, however often it is sent; one that was
 * replayed and fails again is back.
 */
export async function keepDeadLetters(
  db: DataSource | EntityManager,
  runId: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const portion of portionsOf(letters, BYTES_AT_ONCE, ({ event }) => event.length)) await keep(db, runId, portion);
}

async function keep(db: DataSource | EntityManager, runId: string, letters: readonly DeadLetter[]): Promise<void> {
  let end = 0;
  const offsets = letters.map(({ event }) => (end += event.length) - event.length);
  await db.query(KEEP, [
    runId,
    letters.map(({ seq }) => seq),
    letters.map(({ stage }) => stage),
    letters.map(({ code }) => code),
    letters.map(({ message }) => storableMessage(message)),
    offsets,
    letters.map(({ event }) => event.length),
    letters.map(({ batchNo }) => batchNo),
    letters.map(({ position }) => position),
    Buffer.concat(letters.map(({ event }) => event)),
  ]);
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
         SELECT 1 FROM ledger_run
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
