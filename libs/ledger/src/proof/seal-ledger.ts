import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { NO_LINK } from './batch-link.js';
import { rootOf, sealDigest, type SealedRun } from './seal.js';
import { signDigest } from './signed.js';
import { MICROS } from './stored-ledger.js';

/** Runs that have grown since they were sealed last. Served by ledger_seal_run_run_id_idx. */
const NOTE_GROWN = `INSERT INTO ledger_seal_run (seal_id, run_id, batches, head)
  SELECT $1, ledger_run.run_id, ledger_run.batches, ledger_run.head
  FROM ledger_run
  WHERE ledger_run.batches > 0 AND NOT EXISTS (
    SELECT FROM ledger_seal_run AS sealed
    WHERE sealed.run_id = ledger_run.run_id AND sealed.batches = ledger_run.batches
  )
  RETURNING run_id AS "runId", batches, head`;

/** Signs how far the ledger is. Answers the number of the seal; null when nothing has come since the last one. */
export async function sealLedger(dataSource: DataSource, key: KeyObject): Promise<number | null> {
  return dataSource.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:seal'))`);
    const [last] = await tx.query<{ id: number; digest: Buffer }[]>(
      `SELECT ledger_seal.id, ledger_seal.digest FROM ledger_seal ORDER BY ledger_seal.id DESC LIMIT 1`,
    );
    const id = (last?.id ?? 0) + 1;
    const runs = await tx.query<SealedRun[]>(NOTE_GROWN, [id]);
    if (runs.length === 0) return null;
    runs.sort((a, b) => (a.runId < b.runId ? -1 : 1));
    const [clock] = await tx.query<[{ now: string; micros: string }]>(
      `SELECT now()::text AS now, ${MICROS('now()')} AS micros`,
    );
    const seal = { id, sealedMicros: clock.micros, previous: last?.digest ?? NO_LINK, runs, root: rootOf(runs) };
    const { digest, publicKey, signature } = signDigest(sealDigest(seal), key);
    await tx.query(
      `INSERT INTO ledger_seal (id, sealed_at, previous, runs, root, digest, public_key, signature)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, clock.now, seal.previous, runs.length, seal.root, digest, publicKey, signature],
    );
    return id;
  });
}
