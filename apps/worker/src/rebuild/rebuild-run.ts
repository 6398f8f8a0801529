import type { DataSource, EntityManager } from 'typeorm';
import { RUN_TABLES } from '#database';
import { lockRun } from '#ledger';
import type { RunProjector } from '../projection/project-run.js';

/** What it shares with others stays, and so does what the derivation compares with what it finds: see the entities. */
const CLEARED = RUN_TABLES.filter(({ rebuild }) => rebuild === 'clear');

/**
 * Drops what the projections hold of a run and folds its ledger again, by today's rules. One transaction under the
 * run's lock: who reads sees the old rows or the new ones, workers wait with what has come meanwhile, and uploads do
 * not wait at all. A run whose ledger retention has dropped is left as it is.
 */
export async function rebuildRun(dataSource: DataSource, projector: RunProjector, runId: string): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await holdRetention(tx);
    await lockRun(tx, runId);
    if (await isDropped(tx, runId)) return;
    const silent = await silenceOf(tx, runId);
    for (const { name, runColumn } of CLEARED) await tx.query(`DELETE FROM ${name} WHERE ${runColumn} = $1`, [runId]);
    await takeBackLetters(tx, runId);
    await projector.projectAgain(tx, runId);
    if (silent !== null) await markSilent(tx, runId, silent);
    await projector.derive(tx, runId);
    await projector.groupAgain(tx, runId);
  });
}

const RETENTION_LOCK = `hashtext('playledger:retention-marks')`;

/** Until the transaction ends retention marks no run: what is read of a ledger is read to its end. */
async function holdRetention(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${RETENTION_LOCK})`);
}

/** Waits for the rebuilds that are under way, and lets no other begin until the transaction ends. */
export async function keepRunsFromRebuild(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${RETENTION_LOCK})`);
}

async function isDropped(tx: EntityManager, runId: string): Promise<boolean> {
  const [run] = await tx.query<{ dropped: boolean }[]>(
    `SELECT ledger_run.details_dropped_at IS NOT NULL AS dropped FROM ledger_run WHERE ledger_run.run_id = $1`,
    [runId],
  );
  return run?.dropped ?? false;
}

/** Why we marked a run as interrupted: its silence stands in no event. null when we did not. */
async function silenceOf(tx: EntityManager, runId: string): Promise<string | null> {
  const [run] = await tx.query<{ reason: string }[]>(
    `SELECT run.interrupted_reason AS reason FROM run
     WHERE run.id = $1 AND run.status = 'interrupted' AND run.final_seq IS NULL`,
    [runId],
  );
  return run?.reason ?? null;
}

async function markSilent(tx: EntityManager, runId: string, reason: string): Promise<void> {
  await tx.query(`UPDATE run SET status = 'interrupted', interrupted_reason = $2 WHERE run.id = $1`, [runId, reason]);
}

/** Their events are folded again with the others; those that fail again come back to the dead letters. */
async function takeBackLetters(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `UPDATE dead_letter SET replayed_at = now()
     WHERE dead_letter.run_id = $1 AND dead_letter.stage = 'fold' AND dead_letter.replayed_at IS NULL`,
    [runId],
  );
}
