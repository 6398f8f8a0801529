import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { formatRetention, type RetentionRule } from '#config';
import { writeAuditEntry } from '#database';
import { signStoredRetention } from '#ledger';
import { keepRunsFromRebuild } from '../rebuild/rebuild-run.js';
import { dropRows, type DroppedPartition } from './drop-rows.js';
import { datedRules, JUDGED_RUNS } from './find-due-runs.js';

/** What shall be dropped. */
export interface RetentionWish {
  rules: readonly RetentionRule[];
  now: Date;
  /** Who wishes it, as the audit log names him. */
  by: string;
}

/** What retention dropped. */
export interface AppliedRetention {
  runs: number;
  results: number;
  partitions: DroppedPartition[];
}

interface Drop {
  id: number;
  /** As text: a Date would lose the microseconds by which its runs are found. */
  droppedAt: string;
  runs: number;
  results: number;
}

/**
 * Drops the details of all runs that are older than the rules say: first they are marked, take no more events, and are
 * named in a signed record, so that the ledger still proves itself; then their rows go. What a worker did not end that
 * died at it, is ended first. Answers null when another one is at it.
 */
export async function applyRetention(
  dataSource: DataSource,
  key: KeyObject,
  wish: RetentionWish,
): Promise<AppliedRetention | null> {
  const lock = dataSource.createQueryRunner();
  try {
    const [tried] = (await lock.query(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`)) as { taken: boolean }[];
    if (!tried?.taken) return null;
    try {
      return await applyAlone(dataSource, key, wish);
    } finally {
      await lock.query(`SELECT pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    await lock.release();
  }
}

const LOCK = `hashtext('playledger:retention')`;

async function applyAlone(dataSource: DataSource, key: KeyObject, wish: RetentionWish): Promise<AppliedRetention> {
  const applied: AppliedRetention = { runs: 0, results: 0, partitions: [] };
  for (const drop of await unfinished(dataSource)) await finish(dataSource, drop, applied);
  const drop = await markDueRuns(dataSource, key, wish);
  if (drop !== null) await finish(dataSource, drop, applied);
  return applied;
}

const DROP = `id, to_char(dropped_at, 'YYYY-MM-DD HH24:MI:SS.USOF') AS "droppedAt", runs, results::float8 AS results`;

/** What nobody has signed stays where it is: it would be missing. */
function unfinished(dataSource: DataSource): Promise<Drop[]> {
  return dataSource.query<Drop[]>(
    `SELECT ${DROP} FROM retention_drop WHERE finished_at IS NULL AND signature <> '' ORDER BY dropped_at`,
  );
}

/** One transaction: from its commit on nobody adds to these runs, rebuilds them or drops them again. */
function markDueRuns(dataSource: DataSource, key: KeyObject, { rules, now, by }: RetentionWish): Promise<Drop | null> {
  const policy = formatRetention(rules);
  return dataSource.transaction(async (tx) => {
    await keepRunsFromRebuild(tx);
    const [drop] = await tx.query<Drop[]>(
      `WITH due AS MATERIALIZED (
         SELECT judged.run_id, judged.results FROM (${JUDGED_RUNS}) AS judged WHERE judged.due
       ), marked AS (
         UPDATE ledger_run SET details_dropped_at = now()
         FROM due
         -- Again, for the row as it is once we have it: an upload may have come.
         WHERE ledger_run.run_id = due.run_id AND ledger_run.settled = ledger_run.batches
         RETURNING ledger_run.run_id, ledger_run.batches, ledger_run.head, due.results
       ), next AS (
         SELECT coalesce(max(retention_drop.id), 0) + 1 AS id FROM retention_drop
       ), named AS (
         INSERT INTO retention_drop_run (retention_id, run_id, batches, head)
         SELECT next.id, marked.run_id, marked.batches, marked.head FROM marked, next
       )
       INSERT INTO retention_drop (id, dropped_at, runs, results, policy, digest, public_key, signature)
       SELECT (SELECT next.id FROM next), now(), count(*), sum(marked.results), $2, '', '', '' FROM marked
       HAVING count(*) > 0
       RETURNING ${DROP}`,
      [datedRules(rules, now), policy],
    );
    if (drop === undefined) return null;
    const { id, runs, results } = drop;
    await signStoredRetention(tx, key, id);
    const details = { runs, results, policy };
    await writeAuditEntry(tx, { action: 'retention.applied', actor: by, subject: `retention ${id}`, details });
    return drop;
  });
}

async function finish(dataSource: DataSource, { droppedAt, runs, results }: Drop, applied: AppliedRetention) {
  await dropRows(dataSource, droppedAt, (partition) => applied.partitions.push(partition));
  await dataSource.query(`UPDATE retention_drop SET finished_at = now() WHERE dropped_at = $1`, [droppedAt]);
  applied.runs += runs;
  applied.results += results;
}
