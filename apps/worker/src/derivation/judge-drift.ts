import type { EntityManager } from 'typeorm';
import { nearestRuns } from './nearest-runs.js';
import type { TouchedTask } from './touched-task.js';

export const DRIFT_COLUMNS = 'drifted_host_ids, previous_run_ids, previous_ats';

/**
 * SQL: of each host that a task changed, as `row` tells, the real run of the task there before it, where its inputs
 * were the same: DRIFT_COLUMNS.
 */
export const driftOf = (
  row: string,
  runId: string,
) => `SELECT array_agg(now.host_id ORDER BY now.host_id) AS drifted_host_ids,
    array_agg(previous.run_id ORDER BY now.host_id) AS previous_run_ids,
    array_agg(previous.occurred_at ORDER BY now.host_id) AS previous_ats
  FROM unnest(${row}.host_ids, ${row}.statuses, ${row}.input_digests) AS now(host_id, status, input_digest)
  JOIN (${nearestRuns('before', { row, runId, hosts: changedHostsOf(row) })}) AS previous
    ON previous.host_id = now.host_id AND previous.input_digest = now.input_digest
  WHERE now.status = 'changed'`;

/** SQL: the hosts that a real run of a task changed, and of which the inputs are known. */
const changedHostsOf = (row: string) => `array(
        SELECT changed.host_id
        FROM unnest(${row}.host_ids, ${row}.statuses, ${row}.input_digests) AS changed(host_id, status, input_digest)
        WHERE ${row}.any_changed AND NOT ${row}.check_mode AND changed.status = 'changed'
          AND changed.input_digest IS NOT NULL
      )`;

/**
 * Tells again which tasks of other runs, that come right behind one that was touched, changed a host although they were
 * given what they were given there before.
 */
export async function judgeDriftBehind(tx: EntityManager, touched: readonly TouchedTask[]): Promise<void> {
  const behind = touched.flatMap(({ nextRunIds, ...task }) => nextRunIds.map((nextRunId) => ({ ...task, nextRunId })));
  if (behind.length === 0) return;
  await tx.query(
    `UPDATE task_outcome AS judged
     SET (${DRIFT_COLUMNS}) = ROW(verdict.*)
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS asked(run_id, service, task, action)
     JOIN task_outcome AS outcome USING (run_id, service, task, action)
     CROSS JOIN LATERAL (${driftOf('outcome', 'outcome.run_id')}) AS verdict
     WHERE judged.run_id = asked.run_id
       AND (judged.service, judged.task, judged.action) = (asked.service, asked.task, asked.action)
       AND (judged.drifted_host_ids, judged.previous_run_ids, judged.previous_ats) IS DISTINCT FROM ROW(verdict.*)`,
    [
      behind.map(({ nextRunId }) => nextRunId),
      behind.map(({ service }) => service),
      behind.map(({ task }) => task),
      behind.map(({ action }) => action),
    ],
  );
}
