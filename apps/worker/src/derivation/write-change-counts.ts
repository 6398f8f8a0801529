import type { EntityManager } from 'typeorm';
import { SERVICE_OF_TASK } from '#database';
import type { RunFacts } from '#history';

/**
 * Counts the changed results of a run by the hour, once on each host and once over all of them, for a run may have
 * worked on thousands. The caller has written the services of its roles.
 */
export async function writeChangeCounts(
  tx: EntityManager,
  runId: string,
  { checkMode }: Pick<RunFacts, 'checkMode'>,
): Promise<void> {
  await tx.query(
    `WITH of_hosts AS (DELETE FROM change_count WHERE change_count.run_id = $1)
     DELETE FROM run_change_count WHERE run_change_count.run_id = $1`,
    [runId],
  );
  await tx.query(
    `WITH of_hosts AS (
       INSERT INTO change_count (run_id, hour, service, host_id, check_mode, changes, previous_hour)
       SELECT $1, counted.hour, counted.service, counted.host_id, $2, counted.changes,
         lag(counted.hour) OVER (PARTITION BY counted.host_id ORDER BY counted.hour, counted.service)
       FROM (
         SELECT date_trunc('hour', task_result.occurred_at) AS hour, coalesce(role_service.service, '') AS service,
           task_result.host_id, count(*) AS changes
         FROM task_result
         LEFT JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq
         LEFT JOIN ${SERVICE_OF_TASK}
         WHERE task_result.run_id = $1 AND task_result.status = 'changed'
         GROUP BY 1, 2, 3
       ) AS counted
       RETURNING *
     )
     INSERT INTO run_change_count (run_id, hour, service, check_mode, changes)
     SELECT of_hosts.run_id, of_hosts.hour, of_hosts.service, of_hosts.check_mode, sum(of_hosts.changes)
     FROM of_hosts
     GROUP BY 1, 2, 3, 4`,
    [runId, checkMode],
  );
}
