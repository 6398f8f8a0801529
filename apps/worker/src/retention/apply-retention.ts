import type { KeyObject } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { formatRetention, type RetentionRule } from '#config';
import { writeAuditEntry } from '#database';
import { recordRetention, type SealedRun } from '#ledger';
import { keepRunsFromRebuild } from '../rebuild/rebuild-run.js';
import { dropRows, type DroppedPartition } from './drop-rows.js';
import { datedRules, JUDGED_RUNS, latestBound } from './find-due-runs.js';

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
 * See docs/decisions/0017-retention-drops-details-by-month.md.
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
    const marked = await markRuns(tx, rules, now);
    if (marked.length === 0) return null;
    const results = marked.reduce((sum, run) => sum + run.results, 0);
    const drop = await recordRetention(tx, key, { policy, runs: marked, results });
    const details = { runs: marked.length, results, policy };
    await writeAuditEntry(tx, { action: 'retention.applied', actor: by, subject: `retention ${drop.id}`, details });
    return { ...drop, runs: marked.length, results };
  });
}

interface MarkedRun extends SealedRun {
  results: number;
}

/** As the database says which are due; but none that no rule of ours could name: we sign for them. */
async function markRuns(tx: EntityManager, rules: readonly RetentionRule[], now: Date): Promise<MarkedRun[]> {
  const [marked] = await tx.query<[MarkedRun[], number]>(
    `WITH due AS MATERIALIZED (
       SELECT judged.run_id, judged.results FROM (${JUDGED_RUNS}) AS judged WHERE judged.due
     )
     UPDATE ledger_run SET details_dropped_at = now()
     FROM due
     -- Again, for the row as it is once we have it: an upload may have come.
     WHERE ledger_run.run_id = due.run_id AND ledger_run.settled = ledger_run.batches
     RETURNING ledger_run.run_id AS "runId", ledger_run.batches, ledger_run.head, due.results::float8 AS results`,
    [datedRules(rules, now)],
  );
  const bound = latestBound(rules, now);
  const young = marked.find(({ runId }) => runId >= bound);
  if (young !== undefined) {
    throw new Error(
      `Retention drops nothing: the database says that run ${young.runId} is due, which began too late for any rule`,
    );
  }
  return marked.sort((a, b) => (a.runId < b.runId ? -1 : 1));
}

async function finish(dataSource: DataSource, { droppedAt, runs, results }: Drop, applied: AppliedRetention) {
  await dropRows(dataSource, droppedAt, (partition) => applied.partitions.push(partition));
  await dataSource.query(`UPDATE retention_drop SET finished_at = now() WHERE dropped_at = $1`, [droppedAt]);
  applied.runs += runs;
  applied.results += results;
}
