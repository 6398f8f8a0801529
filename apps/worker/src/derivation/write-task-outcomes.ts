import type { EntityManager } from 'typeorm';
import { SERVICE_OF_TASK } from '#database';
import { INCLUDING_ACTIONS, LOOKING_ACTIONS, type RunFacts, type RunOrigin } from '#history';
import { DRIFT_COLUMNS, driftOf, judgeDriftBehind } from './judge-drift.js';
import { nearestRuns } from './nearest-runs.js';
import type { TouchedTask } from './touched-task.js';
import { withManyRows } from './with-many-rows.js';
import { writeStreaks } from './write-streaks.js';

const COLUMNS = 'occurred_at, check_mode, any_changed, host_ids, statuses, input_digests';
const JUDGED_COLUMNS = `${COLUMNS}, ${DRIFT_COLUMNS}`;

/**
 * How each task of a run that works for a service went on each host, a row a task. A task may have several results on
 * a host (an included role, a handler flushed twice): the worst counts. Its inputs are those of all of them, with the
 * commit of the configuration and the image tag of the service there. Tasks that only include or look do nothing that
 * could drift.
 */
const NEW = `SELECT on_host.service, on_host.name AS task, on_host.action, max(on_host.occurred_at) AS occurred_at,
    $2::boolean AS check_mode, bool_or(on_host.status = 'changed') AS any_changed,
    array_agg(on_host.host_id ORDER BY on_host.host_id) AS host_ids,
    array_agg(on_host.status ORDER BY on_host.host_id) AS statuses,
    array_agg(
      CASE WHEN on_host.arguments IS NOT NULL THEN hashtextextended(
        concat_ws(E'\\n', on_host.arguments, coalesce($4, ''), coalesce(deployment_host.image_tag, '')), 0
      ) END
      ORDER BY on_host.host_id
    ) AS input_digests
  FROM (
    SELECT role_service.service, short_key(task.name) AS name, short_key(task.action) AS action, task_result.host_id,
      max(task_result.occurred_at) AS occurred_at, max(task_result.status) AS status,
      CASE
        WHEN count(task_result.input_digest) = count(*)
        THEN string_agg(task_result.input_digest::text, ' ' ORDER BY task_result.seq)
      END AS arguments
    FROM task
    JOIN ${SERVICE_OF_TASK}
    JOIN task_result ON task_result.run_id = task.run_id AND task_result.task_seq = task.seq
    WHERE $5::boolean AND task.run_id = $1 AND task_result.run_id = $1 AND task_result.status <> 'skipped'
      AND task.action <> ALL($3)
    GROUP BY role_service.service, short_key(task.name), short_key(task.action), task_result.host_id
  ) AS on_host
  LEFT JOIN deployment_host ON deployment_host.run_id = $1
    AND deployment_host.service = on_host.service AND deployment_host.host_id = on_host.host_id
  GROUP BY on_host.service, on_host.name, on_host.action`;

/**
 * Puts the outcomes of the tasks of a run that has ended in the place of those it had; while it goes on, it has none.
 * A row that stands as it should is not written again. What is told beside other runs (drift, streaks of changes) is
 * told anew for what is different, in this run and in those behind it: so it is the same in whatever order runs come.
 * The caller has written the services of the roles and the deployments, and holds the locks of the services.
 * See docs/decisions/0012-what-runs-tell-beside-each-other.md.
 */
export async function writeTaskOutcomes(
  tx: EntityManager,
  runId: string,
  run: Pick<RunFacts, 'status' | 'checkMode'>,
  origin: RunOrigin,
): Promise<void> {
  const hasEnded = run.status !== 'running';
  const touched = await withManyRows(tx, () => putOutcomes(tx, runId, run, hasEnded, origin));
  if (!hasEnded && touched.length === 0) return;
  await writeKnownTasks(tx, runId);
  await judgeDriftBehind(tx, touched);
  await writeStreaks(tx, touched);
}

/** Answers the tasks of which what is told beside other runs has to be told anew. */
function putOutcomes(
  tx: EntityManager,
  runId: string,
  run: Pick<RunFacts, 'checkMode'>,
  hasEnded: boolean,
  origin: RunOrigin,
): Promise<TouchedTask[]> {
  return tx.query<TouchedTask[]>(
    `WITH new AS MATERIALIZED (${NEW}), old AS MATERIALIZED (
       SELECT * FROM task_outcome WHERE task_outcome.run_id = $1
     ), gone AS (
       DELETE FROM task_outcome AS stale
       WHERE stale.run_id = $1 AND NOT EXISTS (
         SELECT 1 FROM new WHERE (new.service, new.task, new.action) = (stale.service, stale.task, stale.action)
       )
     ), put AS (
       INSERT INTO task_outcome AS known (run_id, service, task, action, ${JUDGED_COLUMNS})
       SELECT $1, new.service, new.task, new.action, ${columnsOf('new')}, verdict.*
       FROM new
       CROSS JOIN LATERAL (${driftOf('new', '$1')}) AS verdict
       ON CONFLICT (run_id, service, task, action) DO UPDATE SET
         (${JUDGED_COLUMNS}) = ROW(${columnsOf('excluded', JUDGED_COLUMNS)})
       WHERE (${columnsOf('known', JUDGED_COLUMNS)}) IS DISTINCT FROM (${columnsOf('excluded', JUDGED_COLUMNS)})
     ), touched AS (
       SELECT old.service, old.task, old.action, ${columnsOf('old')} FROM old
       LEFT JOIN new USING (service, task, action)
       WHERE NOT old.check_mode AND (${columnsOf('old')}) IS DISTINCT FROM (${columnsOf('new')})
       UNION ALL
       SELECT new.service, new.task, new.action, ${columnsOf('new')} FROM new
       LEFT JOIN old USING (service, task, action)
       WHERE NOT new.check_mode AND (${columnsOf('old')}) IS DISTINCT FROM (${columnsOf('new')})
     )
     SELECT DISTINCT touched.service, touched.task, touched.action, next_runs.ids AS "nextRunIds"
     FROM touched
     LEFT JOIN known_task USING (service, task, action)
     CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(DISTINCT next.run_id ORDER BY next.run_id), '{}') AS ids
       FROM (${nearestRuns('behind', { row: 'touched', runId: '$1', hosts: 'touched.host_ids' })}) AS next
       WHERE next.any_changed
     ) AS next_runs
     WHERE touched.any_changed OR known_task.longest_streak > 0 OR next_runs.ids <> '{}'`,
    [runId, run.checkMode, [...INCLUDING_ACTIONS, ...LOOKING_ACTIONS], origin.configurationCommit.value, hasEnded],
  );
}

/** In the order of their keys, so that two folds that meet the same new ones do not wait for each other in a circle. */
async function writeKnownTasks(tx: EntityManager, runId: string): Promise<void> {
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

function columnsOf(table: string, columns = COLUMNS): string {
  return columns.replaceAll(/\w+/g, (column) => `${table}.${column}`);
}
