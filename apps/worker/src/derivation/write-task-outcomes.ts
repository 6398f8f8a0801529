import type { EntityManager } from 'typeorm';
import { INCLUDING_ACTIONS, LOOKING_ACTIONS, type DerivedRun } from '#history';
import type { ReadRun } from './read-run.js';
import { ROLE_SERVICES } from './write-changes.js';

/**
 * How each task of a run that works for a service went on each host, a row a task. A task may have several results on
 * a host (an included role, a handler flushed twice): the worst counts, and the inputs are those of all of them.
 * Tasks that only include or look do nothing that could drift.
 */
export async function writeTaskOutcomes(
  tx: EntityManager,
  runId: string,
  { run }: ReadRun,
  { roleServices }: DerivedRun,
): Promise<void> {
  await tx.query(`DELETE FROM task_outcome WHERE run_id = $1`, [runId]);
  await tx.query(
    `INSERT INTO task_outcome (
       run_id, service, task, action, occurred_at, check_mode, any_changed, host_ids, statuses, input_digests
     )
     SELECT $1, on_host.service, on_host.name, on_host.action, max(on_host.occurred_at), $3,
       bool_or(on_host.status = 'changed'),
       array_agg(on_host.host_id ORDER BY on_host.host_id),
       array_agg(on_host.status ORDER BY on_host.host_id),
       array_agg(on_host.input_digest ORDER BY on_host.host_id)
     FROM (
       SELECT named.service, task.name, task.action, task_result.host_id,
         max(task_result.occurred_at) AS occurred_at, max(task_result.status) AS status,
         CASE
           WHEN count(task_result.input_digest) < count(*) THEN NULL
           WHEN count(*) = 1 THEN min(task_result.input_digest)
           ELSE hashtextextended(string_agg(task_result.input_digest::text, ' ' ORDER BY task_result.seq), 0)
         END AS input_digest
       FROM task
       JOIN ${ROLE_SERVICES}
         ON named."playSeq" = task.play_seq AND named.role IS NOT DISTINCT FROM task.role
       JOIN task_result ON task_result.run_id = task.run_id AND task_result.task_seq = task.seq
       WHERE task.run_id = $1 AND task_result.run_id = $1 AND task_result.status <> 'skipped'
         AND regexp_replace(task.action, '^ansible[.](builtin|legacy)[.]', '') <> ALL($4)
       GROUP BY named.service, task.name, task.action, task_result.host_id
     ) AS on_host
     GROUP BY on_host.service, on_host.name, on_host.action`,
    [runId, JSON.stringify(roleServices), run.checkMode, [...INCLUDING_ACTIONS, ...LOOKING_ACTIONS]],
  );
  // In the order of their keys, so that two folds that meet the same new ones do not wait for each other in a circle.
  await tx.query(
    `INSERT INTO known_task (service, task, action)
     SELECT task_outcome.service, task_outcome.task, task_outcome.action
     FROM task_outcome
     LEFT JOIN known_task USING (service, task, action)
     WHERE task_outcome.run_id = $1 AND NOT task_outcome.check_mode AND known_task.service IS NULL
     ORDER BY 1, 2, 3
     ON CONFLICT (service, task, action) DO NOTHING`,
    [runId],
  );
}
