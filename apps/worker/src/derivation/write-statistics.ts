import type { EntityManager } from 'typeorm';

const RESULT = (table: string, key: string) => `(${table}.results->>'${key}')::integer`;
const FAILURES = (table: string) =>
  `${RESULT(table, 'failed')} + ${RESULT(table, 'unreachable')} - ${RESULT(table, 'ignored')} - ${RESULT(table, 'rescued')}`;
const COUNTED_FAILURES = (table: string) =>
  `${table}.results_failed + ${table}.results_unreachable - ${table}.results_ignored - ${table}.results_rescued`;

/** What a run that has ended adds to the statistics, from the rows that are projected and derived already. */
const CONTRIBUTION = `SELECT counted.scope::statistic_scope AS scope, counted.service, counted.host_id,
    (run.started_at AT TIME ZONE 'UTC')::date AS day, coalesce(run_origin.environment, '') AS environment,
    coalesce(run_origin.action, '') AS action, coalesce(run.check_mode, false) AS check_mode,
    CASE
      WHEN counted.outcome IN ('failed', 'interrupted') THEN counted.outcome::run_status
      WHEN counted.is_part AND run.status = 'interrupted' THEN 'interrupted'
      ELSE 'completed'
    END AS outcome,
    counted.failures, counted.changed, counted.duration
  FROM run
  LEFT JOIN run_origin ON run_origin.run_id = run.id
  CROSS JOIN LATERAL (
    SELECT 'run' AS scope, '' AS service, 0 AS host_id, run.status::text AS outcome, false AS is_part,
      ${COUNTED_FAILURES('run')} AS failures, run.results_changed AS changed,
      greatest(0, extract(epoch FROM coalesce(run.finished_at, run.last_event_at) - run.started_at)) AS duration
    UNION ALL
    SELECT 'service', deployment.service, 0, deployment.outcome::text, false,
      ${FAILURES('deployment')}, ${RESULT('deployment', 'changed')}, deployment.duration
    FROM deployment
    WHERE deployment.run_id = run.id
    UNION ALL
    SELECT 'host', '', run_host.host_id,
      CASE WHEN ${COUNTED_FAILURES('run_host')} > 0 THEN 'failed' ELSE 'completed' END, true,
      ${COUNTED_FAILURES('run_host')}, run_host.results_changed, (
        SELECT extract(epoch FROM max(deployment_host.ended_at) - min(deployment_host.started_at))
        FROM deployment_host
        WHERE deployment_host.run_id = run.id AND deployment_host.host_id = run_host.host_id
      )
    FROM run_host
    WHERE run_host.run_id = run.id
    UNION ALL
    SELECT 'service_host', deployment_host.service, deployment_host.host_id,
      CASE WHEN deployment_host.outcome IN ('failed', 'unreachable') THEN 'failed' ELSE 'completed' END, true,
      ${FAILURES('deployment_host')}, ${RESULT('deployment_host', 'changed')},
      extract(epoch FROM deployment_host.ended_at - deployment_host.started_at)
    FROM deployment_host
    WHERE deployment_host.run_id = run.id
  ) AS counted
  WHERE run.id = $1 AND run.status <> 'running'`;

const KEY = 'scope, day, service, host_id, environment, action, check_mode';

/**
 * Puts what a run adds to the statistics in the place of what it added before: the days get the difference, so they are
 * exact however often and in whatever order runs are derived. In the order of their keys, so that two folds that meet
 * the same days do not wait for each other in a circle; the caller commits soon, for others wait for these rows.
 * See docs/decisions/0010-statistics-by-difference.md.
 */
export async function writeStatistics(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `INSERT INTO day_statistic AS known (${KEY}, runs, completed, failed, interrupted, failures, changed)
     SELECT ${KEY}, sum(sign), ${['completed', 'failed', 'interrupted']
       .map((outcome) => `coalesce(sum(sign) FILTER (WHERE outcome = '${outcome}'), 0)`)
       .join(', ')}, sum(sign * failures), sum(sign * changed)
     FROM (
       SELECT -1 AS sign, ${KEY}, outcome, failures, changed FROM run_statistic WHERE run_statistic.run_id = $1
       UNION ALL
       SELECT 1, ${KEY}, outcome, failures, changed FROM (${CONTRIBUTION}) AS new
     ) AS difference
     GROUP BY ${KEY}
     ORDER BY ${KEY}
     ON CONFLICT (${KEY}) DO UPDATE SET
       ${['runs', 'completed', 'failed', 'interrupted', 'failures', 'changed']
         .map((column) => `${column} = known.${column} + excluded.${column}`)
         .join(', ')}`,
    [runId],
  );
  await tx.query(`DELETE FROM run_statistic WHERE run_statistic.run_id = $1`, [runId]);
  await tx.query(
    `INSERT INTO run_statistic (
       run_id, scope, service, host_id, day, environment, action, check_mode, outcome, failures, changed, duration
     )
     SELECT $1, new.* FROM (${CONTRIBUTION}) AS new`,
    [runId],
  );
}
