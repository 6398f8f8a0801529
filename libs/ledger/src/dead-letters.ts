import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';

export interface DeadLetter {
  seq: number | null;
  /** `accept`: rejected when it came; `fold`: accepted, but could not be written. */
  stage: 'accept' | 'fold';
  code: string;
  message: string;
  /** The event's line as it came. */
  event: Buffer;
}

/** Keeps events that could not be used. The same letter of a run is kept once, however often it is sent. */
export async function keepDeadLetters(
  db: DataSource | EntityManager,
  runId: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await db.query(
    `INSERT INTO dead_letter (run_id, seq, stage, code, message, event, digest)
     SELECT $1, letter.*
     FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[]) AS letter
     ON CONFLICT (run_id, digest) DO NOTHING`,
    [
      runId,
      letters.map(({ seq }) => seq),
      letters.map(({ stage }) => stage),
      letters.map(({ code }) => code),
      letters.map(({ message }) => message.replaceAll('\0', '\uFFFD').toWellFormed()),
      letters.map(({ event }) => event),
      letters.map(({ event }) => createHash('sha256').update(event).digest()),
    ],
  );
}
