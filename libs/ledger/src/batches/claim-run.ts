import type { DataSource, EntityManager } from 'typeorm';
import { queryPrepared } from '#database';
import { BODY_COLUMNS, type ReceivedBatch } from './stored-batch.js';

/** A fold takes batches up to this many inflated bytes (but at least one), so that a backlog cannot fill memory. */
const MAX_FOLD_BYTES = 32 * 1024 * 1024;

/** `more`: folded, and other batches wait. `busy`: another worker holds the run. */
export type ClaimOutcome = 'folded' | 'more' | 'nothing' | 'busy';

/** Batches of a run, and whether others were waiting behind them. */
export interface Claim {
  batches: ReceivedBatch[];
  more: boolean;
}

/** Takes a run's lock until the transaction ends, waiting for whoever folds it; what writes a run's rows holds it. */
export async function lockRun(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${lockOf('$1')})`, [runId]);
}

/** As lockRun, without waiting: false when somebody else has it. */
export async function tryLockRun(tx: EntityManager, runId: string): Promise<boolean> {
  const [lock] = await queryPrepared<{ taken: boolean }>(
    tx,
    `SELECT pg_try_advisory_xact_lock(${lockOf('$1')}) AS taken`,
    [runId],
  );
  return lock?.taken ?? false;
}

function lockOf(runId: string): string {
  return `hashtextextended('playledger:fold:' || ${runId}, 0)`;
}

/**
 * Takes a run's unsettled batches in their order, lets `fold` write what they say, and settles them: all in one
 * transaction, so a worker that dies halfway leaves nothing behind.
 */
export async function foldUnsettled(
  dataSource: DataSource,
  runId: string,
  fold: (tx: EntityManager, claim: Claim) => Promise<void>,
): Promise<ClaimOutcome> {
  return dataSource.transaction(async (tx) => {
    if (!(await tryLockRun(tx, runId))) return 'busy';
    // A statement of its own, so that its snapshot is younger than the lock.
    const claimed = await queryPrepared<ReceivedBatch & { waiting: number }>(tx, CLAIM, [runId, MAX_FOLD_BYTES]);
    const last = claimed.at(-1);
    if (last === undefined) return 'nothing';
    await fold(tx, { batches: claimed, more: last.waiting > last.batchNo });
    const [run] = await queryPrepared<{ more: boolean }>(
      tx,
      `UPDATE ledger_run SET settled = $2 WHERE run_id = $1 RETURNING batches > settled AS more`,
      [runId, last.batchNo],
    );
    return run?.more ? 'more' : 'folded';
  });
}

/** Folds what is settled of a run once more, in portions; the caller holds the run's lock and commits. */
export async function foldSettledAgain(
  tx: EntityManager,
  runId: string,
  fold: (batches: ReceivedBatch[]) => Promise<void>,
): Promise<void> {
  const [run] = await tx.query<{ settled: number }[]>(
    `SELECT ledger_run.settled FROM ledger_run WHERE ledger_run.run_id = $1`,
    [runId],
  );
  const settled = run?.settled ?? 0;
  for (let last = 0; last < settled;) {
    const batches = await batchesBetween(tx, runId, last, settled);
    await fold(batches);
    last = batches.at(-1)?.batchNo ?? settled;
  }
}

/** Of the run in $1 its batches after one number and up to another, in their order: as many of them as a fold takes. */
export const portionOf = (after: string, upTo: string, maxBytes: string) =>
  `SELECT batch.run_id AS "runId", batch.batch_no AS "batchNo", batch.seqs::text AS seqs, ${BODY_COLUMNS},
     batch.inflated_bytes AS "inflatedBytes", batch.content_digest AS "contentDigest",
     batch.received_at AS "receivedAt", (
       SELECT first.received_at FROM ledger_batch AS first WHERE first.run_id = $1 AND first.batch_no = 1
     ) AS "firstReceivedAt"
   FROM (
     SELECT ledger_batch.*, sum(inflated_bytes) OVER (ORDER BY batch_no) AS bytes_so_far,
       min(batch_no) OVER () AS first_no
     FROM ledger_batch
     WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no > ${after} AND ledger_batch.batch_no <= ${upTo}
   ) AS batch
   WHERE batch.bytes_so_far <= ${maxBytes} OR batch.batch_no = batch.first_no
   ORDER BY batch.batch_no`;

const CLAIM = `
  SELECT portion.*, ledger_run.batches AS waiting
  FROM ledger_run
  CROSS JOIN LATERAL (${portionOf('ledger_run.settled', 'ledger_run.batches', '$2')}) AS portion
  WHERE ledger_run.run_id = $1
  ORDER BY portion."batchNo"`;

/** One batch of a run, settled or not; null when the ledger does not have it. */
export async function readBatch(tx: EntityManager, runId: string, batchNo: number): Promise<ReceivedBatch | null> {
  const [batch] = await batchesBetween(tx, runId, batchNo - 1, batchNo);
  return batch ?? null;
}

function batchesBetween(tx: EntityManager, runId: string, after: number, upTo: number): Promise<ReceivedBatch[]> {
  return tx.query<ReceivedBatch[]>(portionOf('$2', '$3', '$4'), [runId, after, upTo, MAX_FOLD_BYTES]);
}

/**
 * Runs whose next batch has waited for `olderThanSeconds` without being folded, the longest waiting first; without those
 * that failed and are not to be tried now.
 */
export async function findUnsettledRuns(
  dataSource: DataSource,
  olderThanSeconds: number,
  limit: number,
): Promise<string[]> {
  const rows = await dataSource.query<{ runId: string }[]>(
    `SELECT ledger_run.run_id AS "runId"
     FROM ledger_run
     JOIN ledger_batch ON ledger_batch.run_id = ledger_run.run_id AND ledger_batch.batch_no = ledger_run.settled + 1
     WHERE ledger_run.settled < ledger_run.batches
       AND NOT EXISTS (
         SELECT 1 FROM run_trouble
         WHERE run_trouble.run_id = ledger_run.run_id AND run_trouble.step = 'fold'
           AND (run_trouble.stopped OR run_trouble.retry_at > now())
       )
       AND ledger_batch.received_at < now() - make_interval(secs => $1)
     ORDER BY ledger_batch.received_at
     LIMIT $2`,
    [olderThanSeconds, limit],
  );
  return rows.map(({ runId }) => runId);
}
