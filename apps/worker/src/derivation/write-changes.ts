import type { EntityManager } from 'typeorm';
import type { DerivedRun } from '#history';
import type { ReadRun } from './read-run.js';

/** The services of a run's roles as rows, from the JSON in a parameter. */
export const ROLE_SERVICES = `jsonb_to_recordset($2) AS named("playSeq" integer, role text, service text)`;

/**
 * Gives every changed result of a run what the run tells of it, and counts them. A row that stands as it should is not
 * written again: while a run goes on, this happens every few seconds.
 */
export async function writeChanges(
  tx: EntityManager,
  runId: string,
  { run }: ReadRun,
  { origin, roleServices }: DerivedRun,
): Promise<void> {
  await tx.query(
    `INSERT INTO change (run_id, seq, occurred_at, host_id, task_seq, service, operator, check_mode)
     SELECT task_result.run_id, task_result.seq, task_result.occurred_at, task_result.host_id, task_result.task_seq,
       named.service, $3, $4
     FROM task_result
     LEFT JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq
     LEFT JOIN ${ROLE_SERVICES}
       ON named."playSeq" = task.play_seq AND named.role IS NOT DISTINCT FROM task.role
     WHERE task_result.run_id = $1 AND task_result.status = 'changed'
     ON CONFLICT (run_id, seq) DO UPDATE SET
       service = excluded.service, operator = excluded.operator, check_mode = excluded.check_mode
     WHERE (change.service, change.operator, change.check_mode)
       IS DISTINCT FROM (excluded.service, excluded.operator, excluded.check_mode)`,
    [runId, JSON.stringify(roleServices), origin.operator.value, run.checkMode],
  );
  await countChanges(tx, runId);
}

/** By the hour, once on each host and once over all of them, for a run may have worked on thousands. */
async function countChanges(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `WITH of_hosts AS (DELETE FROM change_count WHERE change_count.run_id = $1)
     DELETE FROM run_change_count WHERE run_change_count.run_id = $1`,
    [runId],
  );
  await tx.query(
    `WITH of_hosts AS (
       INSERT INTO change_count (run_id, hour, service, host_id, check_mode, changes, previous_hour)
       SELECT counted.*, lag(counted.hour) OVER (PARTITION BY counted.host_id ORDER BY counted.hour, counted.service)
       FROM (
         SELECT change.run_id, date_trunc('hour', change.occurred_at) AS hour, coalesce(change.service, '') AS service,
           change.host_id, change.check_mode, count(*) AS changes
         FROM change
         WHERE change.run_id = $1
         GROUP BY 1, 2, 3, 4, 5
       ) AS counted
       RETURNING *
     )
     INSERT INTO run_change_count (run_id, hour, service, check_mode, changes)
     SELECT of_hosts.run_id, of_hosts.hour, of_hosts.service, of_hosts.check_mode, sum(of_hosts.changes)
     FROM of_hosts
     GROUP BY 1, 2, 3, 4`,
    [runId],
  );
}
