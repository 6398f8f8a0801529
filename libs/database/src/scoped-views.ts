import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { streaksOfKnownTask } from './streaks.js';
import { TABLES, type RegisteredTable } from './tables.js';

/**
 * Where the views are that show a part of the runs. They have the names of the tables: a transaction that puts this
 * schema before the others in its search path, and says which environments and labels may be seen
 * (`playledger.environments` and `playledger.labels`, as arrays; an empty one means all), asks as ever and finds
 * nothing else. Made anew after migrations, and dropped before them: they must not hold a column that a migration
 * drops.
 */
export const SCOPED_SCHEMA = 'playledger_scoped';

// Subqueries, so that the settings are read once a statement and not once a row.
const ENVIRONMENTS = `(SELECT current_setting('playledger.environments')::text[])`;
const LABELS = `(SELECT current_setting('playledger.labels')::text[])`;

const IS_VISIBLE = `(${ENVIRONMENTS} = '{}' OR run_origin.environment = ANY (${ENVIRONMENTS}::text[]))
  AND (${LABELS} = '{}' OR run.labels && ${LABELS})`;
const VISIBLE_RUNS = `SELECT run.id FROM run LEFT JOIN run_origin ON run_origin.run_id = run.id WHERE ${IS_VISIBLE}`;

/** A run that is there for those who may see the rows that name it, looked for row by row: OFFSET keeps it so. */
const someVisible = (table: string, condition: string) =>
  `EXISTS (SELECT 1 FROM ${table} WHERE ${condition} AND ${table}.run_id IN (${VISIBLE_RUNS}) OFFSET 0)`;

/**
 * Of each state, and of what is unfinished, when the next one that may be seen superseded it: what came behind may be
 * none of theirs. Grouped by its key, so that Postgres leaves it out for those who do not ask for it.
 */
const VISIBLE_CHAIN = `SELECT link.run_id, link.service, link.host_id, min(link.next_at) AS superseded_at
      FROM (
        SELECT state.run_id, state.service, state.host_id, CASE
            WHEN state.is_state THEN min(state.ended_at) FILTER (WHERE state.is_state) OVER (
              there ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
            )
            ELSE lead(state.ended_at) OVER there
          END AS next_at
        FROM deployment_host AS state
        WHERE (state.is_state OR state.is_unfinished) AND state.run_id IN (${VISIBLE_RUNS})
        WINDOW there AS (
          PARTITION BY state.service, state.host_id, state.environment ORDER BY state.ended_at, state.run_id
        )
      ) AS link
      GROUP BY link.run_id, link.service, link.host_id`;

/**
 * The drift of tasks as the derivation judges it (judge-drift.ts), beside the runs that may be seen (see
 * docs/decisions/0034-a-scope-knows-no-neighbours.md): which run came before may be none of theirs, and another one, or none, did then. Grouped by its key, as the chain of states.
 */
const VISIBLE_DRIFT = `SELECT told.run_id, told.service, told.task, told.action,
        array_agg(told.host_id ORDER BY told.host_id) AS host_ids,
        array_agg(told.previous_run_id ORDER BY told.host_id) AS run_ids,
        array_agg(told.previous_at ORDER BY told.host_id) AS ats
      FROM (
        SELECT outcome.run_id, outcome.service, outcome.task, outcome.action, on_host.id AS host_id, on_host.status,
          on_host.input_digest, lag(on_host.input_digest) OVER before AS previous_input_digest,
          lag(outcome.run_id) OVER before AS previous_run_id, lag(outcome.occurred_at) OVER before AS previous_at
        FROM task_outcome AS outcome
        CROSS JOIN LATERAL unnest(outcome.host_ids, outcome.statuses, outcome.input_digests)
          AS on_host(id, status, input_digest)
        WHERE NOT outcome.check_mode AND outcome.run_id IN (${VISIBLE_RUNS})
        WINDOW before AS (
          PARTITION BY outcome.service, outcome.task, outcome.action, on_host.id
          ORDER BY outcome.occurred_at, outcome.run_id
        )
      ) AS told
      WHERE told.status = 'changed' AND told.input_digest = told.previous_input_digest
      GROUP BY told.run_id, told.service, told.task, told.action`;

/**
 * Of the tables with a view of their own. What stands in rows that tell of several runs is counted of the visible ones, or
 * left out.
 */
const SELECTS: Record<string, string> = {
  run: `SELECT run.* FROM run LEFT JOIN run_origin ON run_origin.run_id = run.id WHERE ${IS_VISIBLE}`,

  deployment_host: `SELECT deployment_host.run_id, deployment_host.service, deployment_host.host_id,
      deployment_host.environment, deployment_host.action, deployment_host.release, deployment_host.check_mode,
      deployment_host.is_state, deployment_host.is_unfinished, deployment_host.deployed, deployment_host.outcome, deployment_host.image_tag,
      deployment_host.container_set_key, deployment_host.started_at, deployment_host.ended_at, deployment_host.results,
      chain.superseded_at
    FROM deployment_host
    LEFT JOIN (${VISIBLE_CHAIN}) AS chain ON chain.run_id = deployment_host.run_id
      AND chain.service = deployment_host.service AND chain.host_id = deployment_host.host_id
    WHERE deployment_host.run_id IN (${VISIBLE_RUNS})`,

  task_outcome: `SELECT task_outcome.run_id, task_outcome.service, task_outcome.task, task_outcome.action,
      task_outcome.occurred_at, task_outcome.check_mode, task_outcome.any_changed, task_outcome.host_ids,
      task_outcome.statuses, task_outcome.input_digests, drifted.host_ids AS drifted_host_ids,
      drifted.run_ids AS previous_run_ids, drifted.ats AS previous_ats
    FROM task_outcome
    LEFT JOIN (${VISIBLE_DRIFT}) AS drifted ON drifted.run_id = task_outcome.run_id
      AND drifted.service = task_outcome.service AND drifted.task = task_outcome.task
      AND drifted.action = task_outcome.action
    WHERE task_outcome.run_id IN (${VISIBLE_RUNS})`,

  known_task: `SELECT known.service, known.task, known.action, streaks.longest::integer AS longest_streak,
      streaks.last_at AS last_changed_at, streaks.host_ids AS streak_host_ids, streaks.runs::integer[] AS streaks
    FROM known_task AS known
    CROSS JOIN LATERAL (
      ${streaksOfKnownTask(`AND task_outcome.run_id IN (${VISIBLE_RUNS})`)}
    ) AS streaks
    WHERE ${someVisible(
      'task_outcome',
      `(task_outcome.service, task_outcome.task, task_outcome.action) = (known.service, known.task, known.action)`,
    )}`,

  day_statistic: `SELECT statistic.scope, statistic.day, statistic.service, statistic.host_id, statistic.environment,
      statistic.action, statistic.check_mode, count(*)::integer AS runs,
      (count(*) FILTER (WHERE statistic.outcome = 'completed'))::integer AS completed,
      (count(*) FILTER (WHERE statistic.outcome = 'failed'))::integer AS failed,
      (count(*) FILTER (WHERE statistic.outcome = 'interrupted'))::integer AS interrupted,
      sum(statistic.failures)::bigint AS failures, sum(statistic.changed)::bigint AS changed
    FROM run_statistic AS statistic
    WHERE statistic.run_id IN (${VISIBLE_RUNS})
    GROUP BY 1, 2, 3, 4, 5, 6, 7`,

  // Whether it is resolved is of the cause, and for everybody who meets it.
  failure_group: `SELECT failure_group.fingerprint, failure_group.version, failure_group.signature,
      failure_group.action, failure_group.role, failure_group.task, seen.failed, seen.unreachable, seen.ignored,
      seen.rescued, seen.failed + seen.unreachable + seen.ignored + seen.rescued AS failures, seen.check_mode_failures,
      seen.runs, seen.first_seen_at, seen.last_seen_at, seen.first_run_id, seen.last_run_id, seen.real_runs,
      seen.first_real_run_at, seen.last_real_run_at, failure_group.resolved_at, failure_group.resolved_by,
      NULL::timestamptz AS checked_at, 0 AS successes_checked, 0 AS successes_matching
    FROM failure_group
    CROSS JOIN LATERAL (
      SELECT sum(part.failed)::integer AS failed, sum(part.unreachable)::integer AS unreachable,
        sum(part.ignored)::integer AS ignored, sum(part.rescued)::integer AS rescued,
        coalesce(sum(part.failed + part.unreachable + part.ignored + part.rescued) FILTER (WHERE part.check_mode), 0)
          ::integer AS check_mode_failures,
        count(*)::integer AS runs, min(part.first_seen_at) AS first_seen_at, max(part.last_seen_at) AS last_seen_at,
        (array_agg(part.run_id ORDER BY part.run_started_at, part.run_id))[1] AS first_run_id,
        (array_agg(part.run_id ORDER BY part.run_started_at DESC, part.run_id DESC))[1] AS last_run_id,
        count(*) FILTER (WHERE part.is_real)::integer AS real_runs,
        min(part.run_started_at) FILTER (WHERE part.is_real) AS first_real_run_at,
        max(part.run_started_at) FILTER (WHERE part.is_real) AS last_real_run_at
      FROM (
        SELECT failure_group_run.*,
          NOT failure_group_run.check_mode AND failure_group_run.failed + failure_group_run.unreachable > 0 AS is_real
        FROM failure_group_run
        WHERE failure_group_run.fingerprint = failure_group.fingerprint
          AND failure_group_run.run_id IN (${VISIBLE_RUNS})
      ) AS part
    ) AS seen
    WHERE seen.runs > 0`,

  // By somebody who could see no more than who reads it: others may name what is not theirs.
  failure_note: `SELECT failure_note.* FROM failure_note
    WHERE (${ENVIRONMENTS} = '{}'
        OR failure_note.author_environments <> '{}' AND failure_note.author_environments <@ ${ENVIRONMENTS})
      AND (${LABELS} = '{}' OR failure_note.author_labels <> '{}' AND failure_note.author_labels <@ ${LABELS})`,

  host: `SELECT host.* FROM host WHERE ${someVisible('run_host', 'run_host.host_id = host.id')}`,
  service: `SELECT service.* FROM service WHERE ${someVisible('deployment', 'deployment.service = service.name')}`,
  service_host: `SELECT service_host.* FROM service_host WHERE ${someVisible(
    'deployment_host',
    'deployment_host.service = service_host.service AND deployment_host.host_id = service_host.host_id',
  )}`,
  task_name: `SELECT task_name.* FROM task_name WHERE ${someVisible('task', 'short_key(task.name) = task_name.key')}`,
};

const ofVisibleRuns = (table: string) => `SELECT ${table}.* FROM ${table} WHERE ${table}.run_id IN (${VISIBLE_RUNS})`;

/** What of each table may be seen, as the register of tables says. */
export const SCOPED_VIEWS = scopedViews(TABLES, SELECTS);

export function scopedViews(
  tables: readonly Pick<RegisteredTable, 'name' | 'scope'>[],
  selects: Record<string, string>,
): Record<string, string> {
  const views: Record<string, string> = {};
  for (const { name, scope } of tables) {
    const select = selects[name];
    if ((select !== undefined) !== (scope === 'view')) {
      throw new Error(`${name} needs a SELECT in scoped-views.ts when its scope is 'view', and only then`);
    }
    if (select !== undefined) views[name] = select;
    else if (scope === 'run') views[name] = ofVisibleRuns(name);
  }
  const unknown = Object.keys(selects).filter((name) => !(name in views));
  if (unknown.length > 0) throw new Error(`scoped-views.ts has a SELECT of what is no table: ${unknown.join(', ')}`);
  return views;
}

/** Before a migration. Until the views are made again, those with a scope are answered nothing but errors. */
export async function dropScopedViews(db: DataSource | EntityManager): Promise<void> {
  await db.query(`DROP SCHEMA IF EXISTS ${SCOPED_SCHEMA} CASCADE`);
}

/** Makes the views unless they are there as they should be. */
export async function ensureScopedViews(dataSource: DataSource): Promise<void> {
  const digest = createHash('sha256').update(JSON.stringify(SCOPED_VIEWS)).digest('hex');
  const [made] = await dataSource.query<{ digest: string | null }[]>(
    `SELECT obj_description(pg_namespace.oid, 'pg_namespace') AS digest FROM pg_namespace WHERE nspname = $1`,
    [SCOPED_SCHEMA],
  );
  if (made?.digest === digest) return;
  await dataSource.transaction(async (tx) => {
    await dropScopedViews(tx);
    // Without settings, a view shows nothing: nobody sees all by forgetting to say what he may see.
    await tx.query(`CREATE SCHEMA ${SCOPED_SCHEMA}`);
    for (const [name, select] of Object.entries(SCOPED_VIEWS)) {
      await tx.query(`CREATE VIEW ${SCOPED_SCHEMA}.${name} AS ${select}`);
    }
    await tx.query(`COMMENT ON SCHEMA ${SCOPED_SCHEMA} IS '${digest}'`);
  });
}
