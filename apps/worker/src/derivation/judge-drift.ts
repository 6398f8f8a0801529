import type { EntityManager } from 'typeorm';
import type { TouchedTask } from './write-task-outcomes.js';

/** Of each host that a task changed in `outcome`: the real run of the task there before it, where its inputs were the same. */
const DRIFT = `SELECT array_agg(now.host_id ORDER BY now.host_id) AS host_ids,
    array_agg(previous.run_id ORDER BY now.host_id) AS run_ids,
    array_agg(previous.occurred_at ORDER BY now.host_id) AS ats
  FROM unnest(outcome.host_ids, outcome.statuses, outcome.input_digests) AS now(host_id, status, input_digest)
  CROSS JOIN LATERAL (
    SELECT earlier.run_id, earlier.occurred_at,
      earlier.input_digests[array_position(earlier.host_ids, now.host_id)] AS input_digest
    FROM task_outcome AS earlier
    WHERE NOT earlier.check_mode
      AND (earlier.service, earlier.task, earlier.action) = (outcome.service, outcome.task, outcome.action)
      AND (earlier.occurred_at, earlier.run_id) < (outcome.occurred_at, outcome.run_id)
      AND now.host_id = ANY(earlier.host_ids)
    ORDER BY earlier.occurred_at DESC, earlier.run_id DESC
    LIMIT 1
  ) AS previous
  WHERE outcome.any_changed AND NOT outcome.check_mode AND now.status = 'changed'
    AND now.input_digest = previous.input_digest`;

/**
 * Tells which tasks of a run changed a host although they were given what they were given there before; and tells it
 * again of the tasks of other runs that come right behind one that was touched. Served by task_outcome_task_idx, back to
 * the last run on the host.
 */
export async function judgeDrift(tx: EntityManager, runId: string, touched: readonly TouchedTask[]): Promise<void> {
  const behind = touched.flatMap(({ nextRunIds, ...task }) => nextRunIds.map((nextRunId) => ({ ...task, nextRunId })));
  await tx.query(
    `UPDATE task_outcome AS judged
     SET drifted_host_ids = verdict.host_ids, previous_run_ids = verdict.run_ids, previous_ats = verdict.ats
     FROM (
       SELECT task_outcome.run_id, task_outcome.service, task_outcome.task, task_outcome.action
       FROM task_outcome
       WHERE task_outcome.run_id = $1
       UNION
       SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[])
     ) AS asked(run_id, service, task, action)
     JOIN task_outcome AS outcome USING (run_id, service, task, action)
     LEFT JOIN LATERAL (${DRIFT}) AS verdict ON true
     WHERE judged.run_id = asked.run_id
       AND (judged.service, judged.task, judged.action) = (asked.service, asked.task, asked.action)
       AND (judged.drifted_host_ids, judged.previous_run_ids, judged.previous_ats)
         IS DISTINCT FROM (verdict.host_ids, verdict.run_ids, verdict.ats)`,
    [
      runId,
      behind.map(({ nextRunId }) => nextRunId),
      behind.map(({ service }) => service),
      behind.map(({ task }) => task),
      behind.map(({ action }) => action),
    ],
  );
}
