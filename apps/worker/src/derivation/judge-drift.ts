import type { EntityManager } from 'typeorm';
import type { TouchedTask } from './touched-task.js';

export const DRIFT_COLUMNS = 'drifted_host_ids, previous_run_ids, previous_ats';

/** Real runs of a task before what is told of it in `row`, of the run `runId`. */
const EARLIER = (row: string, runId: string) => `SELECT earlier.* FROM task_outcome AS earlier
      WHERE NOT earlier.check_mode
        AND (earlier.service, earlier.task, earlier.action) = (${row}.service, ${row}.task, ${row}.action)
        AND (earlier.occurred_at, earlier.run_id) < (${row}.occurred_at, ${runId}) AND earlier.run_id <> ${runId}`;

/**
 * SQL: of each host that a task changed, as `row` tells, the real run of the task there before it, where its inputs
 * were the same: DRIFT_COLUMNS. Most hosts were in the run right before; of the others it is looked for, host by host,
 * back to the last run there. Served by task_outcome_task_idx.
 */
export const driftOf = (
  row: string,
  runId: string,
) => `SELECT array_agg(now.host_id ORDER BY now.host_id) AS drifted_host_ids,
    array_agg(previous.run_id ORDER BY now.host_id) AS previous_run_ids,
    array_agg(previous.occurred_at ORDER BY now.host_id) AS previous_ats
  FROM (
    ${EARLIER(row, runId)} AND ${row}.any_changed AND NOT ${row}.check_mode
    ORDER BY earlier.occurred_at DESC, earlier.run_id DESC
    LIMIT 1
  ) AS before
  CROSS JOIN unnest(${row}.host_ids, ${row}.statuses, ${row}.input_digests) AS now(host_id, status, input_digest)
  LEFT JOIN LATERAL unnest(before.host_ids, before.input_digests) AS there(host_id, input_digest)
    ON there.host_id = now.host_id
  CROSS JOIN LATERAL (
    SELECT before.run_id, before.occurred_at, there.input_digest WHERE there.host_id IS NOT NULL
    UNION ALL
    SELECT last.run_id, last.occurred_at, last.input_digests[array_position(last.host_ids, now.host_id)]
    FROM (
      ${EARLIER(row, runId)} AND there.host_id IS NULL AND now.host_id = ANY(earlier.host_ids)
      ORDER BY earlier.occurred_at DESC, earlier.run_id DESC
      LIMIT 1
    ) AS last
  ) AS previous
  WHERE now.status = 'changed' AND now.input_digest = previous.input_digest`;

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
