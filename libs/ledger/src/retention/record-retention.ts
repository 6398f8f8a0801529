import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { MICROS } from '../digests/micros.js';
import { signDigest } from '../digests/signed.js';
import type { SealedRun } from '../sealing/seal.js';
import { retentionDigest } from './retention.js';

/** What is to be recorded: runs in the order of their ids. */
export interface RetentionNote {
  policy: string;
  runs: readonly SealedRun[];
  results: number;
}

/** Of a record; the time as text: a Date would lose the microseconds by which its runs are found. */
export interface RecordedRetention {
  id: number;
  droppedAt: string;
}

/** Writes down which runs retention takes, and signs these: not what the database has made of the record. */
export async function recordRetention(
  tx: EntityManager,
  key: KeyObject,
  { policy, runs, results }: RetentionNote,
): Promise<RecordedRetention> {
  const [next] = await tx.query<[RecordedRetention & { micros: string }]>(
    `SELECT coalesce(max(retention_drop.id), 0) + 1 AS id, ${MICROS('now()')} AS micros,
       to_char(now(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS "droppedAt"
     FROM retention_drop`,
  );
  const { id, droppedAt, micros: droppedMicros } = next;
  const { digest, publicKey, signature } = signDigest(retentionDigest({ id, droppedMicros, policy, runs }), key);
  await tx.query(
    `INSERT INTO retention_drop_run (retention_id, run_id, batches, head)
     SELECT $1, run.* FROM unnest($2::uuid[], $3::integer[], $4::bytea[]) AS run`,
    [id, runs.map(({ runId }) => runId), runs.map(({ batches }) => batches), runs.map(({ head }) => head)],
  );
  await tx.query(
    `INSERT INTO retention_drop (id, dropped_at, runs, results, policy, digest, public_key, signature)
     VALUES ($1, now(), $2, $3, $4, $5, $6, $7)`,
    [id, runs.length, results, policy, digest, publicKey, signature],
  );
  return { id, droppedAt };
}
