import type { EntityManager } from 'typeorm';

/**
 * Writes what a run and its tasks can be found by, in the place of what was written before. Failures are found by the
 * messages of their results; hosts and services have tables of their own. New task names in their order, so that two
 * folds that meet the same ones do not wait for each other in a circle.
 */
export async function writeSearch(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `INSERT INTO run_search (run_id, started_at, text)
     SELECT run.id, run.started_at, concat_ws(E'\\n',
       coalesce(run.ad_hoc_command, run.playbook_path, ''), run_origin.environment, run_origin.action,
       run_origin.operator, run.user_name, run.sudo_user,
       run.controller, run.configuration_commit, run.limit_pattern, run.ansible_version,
       array_to_string(run.labels, E'\\n'), array_to_string(run.tags, E'\\n'), array_to_string(run.inventory, E'\\n'),
       (
         SELECT string_agg(
           concat_ws(E'\\n', deployment.service, deployment.release, array_to_string(deployment.image_tags, E'\\n')),
           E'\\n' ORDER BY deployment.service
         )
         FROM deployment
         WHERE deployment.run_id = run.id
       ), run.id::text)
     FROM run
     LEFT JOIN run_origin ON run_origin.run_id = run.id
     WHERE run.id = $1
     ON CONFLICT (run_id) DO UPDATE SET started_at = excluded.started_at, text = excluded.text
     WHERE (run_search.started_at, run_search.text) IS DISTINCT FROM (excluded.started_at, excluded.text)`,
    [runId],
  );
  await tx.query(
    `INSERT INTO task_name (key, name)
     SELECT DISTINCT short_key(task.name) AS key, task.name FROM task
     WHERE task.run_id = $1 AND NOT EXISTS (SELECT 1 FROM task_name WHERE task_name.key = short_key(task.name))
     ORDER BY key
     ON CONFLICT (key) DO NOTHING`,
    [runId],
  );
}
