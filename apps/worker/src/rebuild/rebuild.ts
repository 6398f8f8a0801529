import type { DataSource } from 'typeorm';
import type { RunProjector } from '../projection/project-run.js';
import { rebuildRun } from './rebuild-run.js';

export interface RebuildProgress {
  done: number;
  total: number;
}

const RUNS_AT_ONCE = 500;

/** Rebuilds these runs, one after the other. Answers the ids of those that the ledger does not hold. */
export async function rebuildRuns(
  dataSource: DataSource,
  projector: RunProjector,
  runIds: readonly string[],
  tell: (progress: RebuildProgress) => void,
): Promise<string[]> {
  const rows = await dataSource.query<{ runId: string }[]>(
    `SELECT ledger_run.run_id AS "runId" FROM ledger_run WHERE ledger_run.run_id = ANY($1::uuid[])`,
    [runIds],
  );
  const known = new Set(rows.map(({ runId }) => runId));
  let done = 0;
  for (const runId of known) {
    await rebuildRun(dataSource, projector, runId);
    tell({ done: ++done, total: known.size });
  }
  return runIds.filter((runId) => !known.has(runId.toLowerCase()));
}

/** Rebuilds every run of the ledger, the oldest first, and forgets services and tasks that no run has any more. */
export async function rebuildAll(
  dataSource: DataSource,
  projector: RunProjector,
  tell: (progress: RebuildProgress) => void,
): Promise<void> {
  const [counted] = await dataSource.query<{ total: number }[]>(`SELECT count(*)::integer AS total FROM ledger_run`);
  const total = counted?.total ?? 0;
  let done = 0;
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await dataSource.query<{ runId: string }[]>(
      `SELECT ledger_run.run_id AS "runId" FROM ledger_run
       WHERE ledger_run.run_id > $1
       ORDER BY ledger_run.run_id
       LIMIT $2`,
      [last, RUNS_AT_ONCE],
    );
    if (rows.length === 0) break;
    for (const { runId } of rows) {
      await rebuildRun(dataSource, projector, runId);
      last = runId;
      done += 1;
      // Runs that began meanwhile are among them.
      tell({ done, total: Math.max(done, total) });
    }
  }
  await forgetUnusedNames(dataSource);
}

/** Folds insert into these tables what they derive: they wait for this, and this for those under way. */
async function forgetUnusedNames(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await tx.query(`LOCK TABLE service, service_host, known_task, container_set, fact_set IN SHARE ROW EXCLUSIVE MODE`);
    await tx.query(
      `DELETE FROM service WHERE NOT EXISTS (SELECT 1 FROM deployment WHERE deployment.service = service.name)`,
    );
    await tx.query(
      `DELETE FROM service_host WHERE NOT EXISTS (
         SELECT 1 FROM deployment_host
         WHERE deployment_host.service = service_host.service AND deployment_host.host_id = service_host.host_id
           AND (deployment_host.is_state OR deployment_host.is_unfinished)
       )`,
    );
    await tx.query(
      `DELETE FROM known_task WHERE NOT EXISTS (
         SELECT 1 FROM task_outcome
         WHERE (task_outcome.service, task_outcome.task, task_outcome.action)
             = (known_task.service, known_task.task, known_task.action)
           AND NOT task_outcome.check_mode
       )`,
    );
    await tx.query(
      `DELETE FROM container_set WHERE NOT EXISTS (
         SELECT 1 FROM deployment_host WHERE deployment_host.container_set_key = container_set.key
       )`,
    );
    await tx.query(
      `DELETE FROM fact_set WHERE NOT EXISTS (
         SELECT 1 FROM host_facts WHERE host_facts.fact_set_key = fact_set.key
       )`,
    );
  });
}
