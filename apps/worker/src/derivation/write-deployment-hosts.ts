import type { EntityManager } from 'typeorm';
import type { Deployment, RunOrigin } from '#history';

const COLUMNS = `environment, action, release, check_mode, is_state, is_unfinished, deployed, outcome,
  image_tag, container_set_key, started_at, ended_at, results`;

/** The hosts of a run's deployments as rows, from the JSON in a parameter and what they have in common. */
const NEW = `SELECT new.service, new."hostId" AS host_id, $3::text AS environment, $4::text AS action, new.release,
    $5::boolean AS check_mode, new."isState" AS is_state, new."isUnfinished" AS is_unfinished, new.deployed,
    new.outcome, new."imageTag" AS image_tag, md5(new.containers::text)::uuid AS container_set_key,
    new."startedAt" AS started_at, new."endedAt" AS ended_at, new.results
  FROM jsonb_to_recordset($2) AS new(
    service text, "hostId" integer, release text, "isState" boolean, "isUnfinished" boolean, deployed boolean,
    outcome deployment_host_outcome, "imageTag" text, containers jsonb, "startedAt" timestamptz,
    "endedAt" timestamptz, results jsonb
  )`;

/** When the next row ended that supersedes a row: of a state the next state, of what is unfinished any. */
const supersededAt = (row: string, runId: string) => `SELECT min(next.ended_at) FROM (
      SELECT other.ended_at FROM deployment_host AS other
      WHERE (other.is_state OR other.is_unfinished) AND (other.is_state OR ${row}.is_unfinished)
        AND other.service = ${row}.service AND other.host_id = ${row}.host_id
        AND other.environment IS NOT DISTINCT FROM ${row}.environment
        AND (other.ended_at, other.run_id) > (${row}.ended_at, ${runId})
      ORDER BY other.ended_at, other.run_id
      LIMIT 1
    ) AS next`;

/** The last row of a kind before one that has come or gone. */
const lastBefore = (kind: 'is_state' | 'is_unfinished') => `(
      SELECT other.* FROM deployment_host AS other
      WHERE (other.is_state OR other.is_unfinished) AND other.${kind}
        AND other.service = touched.service AND other.host_id = touched.host_id
        AND other.environment IS NOT DISTINCT FROM touched.environment
        AND (other.ended_at, other.run_id) < (touched.ended_at, $2)
      ORDER BY other.ended_at DESC, other.run_id DESC
      LIMIT 1
    )`;

/** JSON as text: with the microseconds of its times, which a Date would lose. */
const touchedBy = (rows: string) => `SELECT coalesce(jsonb_agg(jsonb_build_object(
       'service', ${rows}.service, 'host_id', ${rows}.host_id,
       'environment', ${rows}.environment, 'ended_at', ${rows}.ended_at
     )), '[]')::text AS touched
     FROM ${rows} WHERE ${rows}.is_state OR ${rows}.is_unfinished`;

/** Whoever keeps what runs of these services in memory learns that it has changed. */
const tellChange = (rows: string) => `UPDATE service SET state_version = nextval('service_state_version')
     WHERE service.name IN (
       SELECT ${rows}.service FROM ${rows} WHERE ${rows}.is_state OR ${rows}.is_unfinished
     )`;

/**
 * Puts what a run's deployments did on their hosts in the place of what was there before, and keeps the history of each
 * service on each host a chain: every state, and what is unfinished, knows when the next one superseded it, whichever of
 * them came first. A row that stands as it should is not written again: while a run goes on, this happens every few
 * seconds. The caller holds the locks of the services.
 */
export async function writeDeploymentHosts(
  tx: EntityManager,
  runId: string,
  checkMode: boolean,
  { action, environment }: Pick<RunOrigin, 'action' | 'environment'>,
  deployments: readonly Deployment[],
): Promise<void> {
  const rows = deployments.flatMap(({ service, release, changesState, hosts }) =>
    hosts.map((host) => {
      const isDone = host.outcome === 'ok' || host.outcome === 'changed';
      const isState = changesState && host.deployed && isDone;
      return {
        ...host,
        service,
        release: release.value,
        isState,
        isUnfinished: changesState && host.worked && !isState,
      };
    }),
  );
  const values = [runId, JSON.stringify(rows), environment.value, action.value, checkMode];
  const [gone] = await tx.query<{ touched: string }[]>(
    `WITH new AS MATERIALIZED (${NEW}), gone AS (
       DELETE FROM deployment_host AS old
       WHERE old.run_id = $1 AND NOT EXISTS (
         SELECT 1 FROM new
         WHERE new.service = old.service AND new.host_id = old.host_id
           AND (${columnsOf('new')}) IS NOT DISTINCT FROM (${columnsOf('old')})
       )
       RETURNING old.*
     ), told AS (${tellChange('gone')})
     ${touchedBy('gone')}`,
    values,
  );
  await supersedeBefore(tx, runId, gone?.touched);
  if (rows.length === 0) return;
  const [added] = await tx.query<{ touched: string }[]>(
    `WITH new AS MATERIALIZED (${NEW}), added_sets AS (
       INSERT INTO container_set (key, containers)
       SELECT DISTINCT md5(given.containers::text)::uuid AS key, given.containers
       FROM jsonb_to_recordset($2) AS given(containers jsonb)
       -- In the same order everywhere: transactions that add the same sets wait for each other.
       ORDER BY key
       ON CONFLICT (key) DO NOTHING
     ), added AS (
       INSERT INTO deployment_host (run_id, service, host_id, ${COLUMNS}, superseded_at)
       SELECT $1, new.service, new.host_id, ${columnsOf('new')},
         CASE WHEN new.is_state OR new.is_unfinished THEN (${supersededAt('new', '$1')}) END
       FROM new
       ON CONFLICT (run_id, service, host_id) DO NOTHING
       RETURNING *
     ), told AS (${tellChange('added')})
     ${touchedBy('added')}`,
    values,
  );
  await supersedeBefore(tx, runId, added?.touched);
}

/** Tells anew by when the rows right before those that have come or gone are superseded. */
async function supersedeBefore(tx: EntityManager, runId: string, touched = '[]'): Promise<void> {
  if (touched === '[]') return;
  await tx.query(
    `UPDATE deployment_host AS earlier
     SET superseded_at = told.superseded_at
     FROM (
       SELECT DISTINCT before.run_id, before.service, before.host_id, next.superseded_at
       FROM jsonb_to_recordset($1) AS touched(
         service text, host_id integer, environment text, ended_at timestamptz
       )
       CROSS JOIN LATERAL (${lastBefore('is_state')} UNION ALL ${lastBefore('is_unfinished')}) AS before
       CROSS JOIN LATERAL (${supersededAt('before', 'before.run_id')}) AS next(superseded_at)
     ) AS told
     WHERE earlier.run_id = told.run_id AND earlier.service = told.service AND earlier.host_id = told.host_id
       AND earlier.superseded_at IS DISTINCT FROM told.superseded_at`,
    [touched, runId],
  );
}

function columnsOf(table: string): string {
  return COLUMNS.replaceAll(/\w+/g, (column) => `${table}.${column}`);
}
