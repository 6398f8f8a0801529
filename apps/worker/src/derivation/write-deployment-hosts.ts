import type { EntityManager } from 'typeorm';
import type { Deployment, RunOrigin } from '#history';

const COLUMNS = `environment, action, release, check_mode, is_state, deployed, outcome, image_tag,
  container_set_key,  started_at, ended_at, results`;

/** The hosts of a run's deployments as rows, from the JSON in a parameter and what they have in common. */
const NEW = `SELECT new.service, new."hostId" AS host_id, $3::text AS environment, $4::text AS action, new.release,
    $5::boolean AS check_mode, new."isState" AS is_state, new.deployed, new.outcome, new."imageTag" AS image_tag,
    md5(new.containers::text)::uuid AS container_set_key, new."startedAt" AS started_at, new."endedAt" AS ended_at, new.results
  FROM jsonb_to_recordset($2) AS new(
    service text, "hostId" integer, release text, "isState" boolean, deployed boolean,
    outcome deployment_host_outcome, "imageTag" text, containers jsonb, "startedAt" timestamptz,
    "endedAt" timestamptz, results jsonb
  )`;

/** The state of the same service on the same host, in the same environment, right before or after a row. */
const neighbour = (row: string, sign: '<' | '>') => `SELECT other.* FROM deployment_host AS other
    WHERE other.is_state AND other.service = ${row}.service AND other.host_id = ${row}.host_id
      AND other.environment IS NOT DISTINCT FROM ${row}.environment
      AND (other.ended_at, other.run_id) ${sign} (${row}.ended_at, $1)
    ORDER BY other.ended_at ${sign === '<' ? 'DESC' : 'ASC'}, other.run_id ${sign === '<' ? 'DESC' : 'ASC'}
    LIMIT 1`;

/** Tells the state before each of these rows, as far as they are state, by when it is superseded. */
const supersedeBefore = (rows: string, supersededAt: string) => `UPDATE deployment_host AS earlier
     SET superseded_at = ${supersededAt}
     FROM ${rows} CROSS JOIN LATERAL (${neighbour(rows, '<')}) AS before
     WHERE ${rows}.is_state AND earlier.run_id = before.run_id AND earlier.service = before.service
       AND earlier.host_id = before.host_id`;

/** Whoever keeps what runs of these services in memory learns that it has changed. */
const tellChange = (rows: string) => `UPDATE service SET state_version = nextval('service_state_version')
     WHERE service.name IN (SELECT ${rows}.service FROM ${rows} WHERE ${rows}.is_state)`;

/**
 * Puts what a run's deployments did on their hosts in the place of what was there before, and keeps the history of each
 * service on each host a chain: every state knows when the next one superseded it, whichever of them came first. A row
 * that stands as it should is not written again: while a run goes on, this happens every few seconds. The caller holds
 * the locks of the services.
 */
export async function writeDeploymentHosts(
  tx: EntityManager,
  runId: string,
  checkMode: boolean,
  { action, environment }: Pick<RunOrigin, 'action' | 'environment'>,
  deployments: readonly Deployment[],
): Promise<void> {
  const rows = deployments.flatMap(({ service, release, changesState, hosts }) =>
    hosts.map((host) => ({ ...host, service, release: release.value, isState: changesState && host.deployed })),
  );
  const values = [runId, JSON.stringify(rows), environment.value, action.value, checkMode];
  await tx.query(
    `WITH new AS MATERIALIZED (${NEW}), gone AS (
       DELETE FROM deployment_host AS old
       WHERE old.run_id = $1 AND NOT EXISTS (
         SELECT 1 FROM new
         WHERE new.service = old.service AND new.host_id = old.host_id
           AND (${columnsOf('new')}) IS NOT DISTINCT FROM (${columnsOf('old')})
       )
       RETURNING old.*
     ), told AS (${tellChange('gone')})
     ${supersedeBefore('gone', 'gone.superseded_at')}`,
    values,
  );
  if (rows.length === 0) return;
  await tx.query(
    `WITH new AS MATERIALIZED (${NEW}), added_sets AS (
       INSERT INTO container_set (key, containers)
       SELECT DISTINCT md5(given.containers::text)::uuid AS key, given.containers
       FROM jsonb_to_recordset($2) AS given(containers jsonb)
       -- In the same order everywhere: transactions that add the same sets wait for each other.
       ORDER BY key
       ON CONFLICT (key) DO NOTHING
     ), added AS (
       INSERT INTO deployment_host (run_id, service, host_id, ${COLUMNS}, superseded_at)
       SELECT $1, new.service, new.host_id, ${columnsOf('new')}, next.ended_at
       FROM new
       LEFT JOIN LATERAL (${neighbour('new', '>')}) AS next ON new.is_state
       ON CONFLICT (run_id, service, host_id) DO NOTHING
       RETURNING *
     ), told AS (${tellChange('added')})
     ${supersedeBefore('added', 'added.ended_at')}`,
    values,
  );
}

function columnsOf(table: string): string {
  return COLUMNS.replaceAll(/\w+/g, (column) => `${table}.${column}`);
}
