import type { EntityManager } from 'typeorm';
import type { Deployment, DerivedRun, RunOrigin } from '#history';
import type { ReadRun } from './read-run.js';
import { writeDeploymentHosts } from './write-deployment-hosts.js';

/**
 * Puts what was derived of a run in the place of what was derived before. The caller holds the locks of its services.
 */
export async function writeDerived(
  tx: EntityManager,
  runId: string,
  { run }: ReadRun,
  { origin, deployments }: DerivedRun,
): Promise<void> {
  await writeOrigin(tx, runId, origin);
  await tx.query(`DELETE FROM deployment WHERE run_id = $1`, [runId]);
  await writeDeploymentHosts(tx, runId, run.checkMode, origin, deployments);
  if (deployments.length === 0) return;
  await writeDeployments(tx, runId, run.checkMode, origin, deployments);
  await writeKnownServices(tx, runId);
}

async function writeOrigin(tx: EntityManager, runId: string, origin: RunOrigin): Promise<void> {
  const { environment, action, operator, configurationCommit } = origin;
  await tx.query(
    `INSERT INTO run_origin (run_id, environment, action, operator, configuration_commit, sources)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (run_id) DO UPDATE SET
       environment = excluded.environment, action = excluded.action, operator = excluded.operator,
       configuration_commit = excluded.configuration_commit, sources = excluded.sources`,
    [runId, environment.value, action.value, operator.value, configurationCommit.value, sourcesOf(origin)],
  );
}

async function writeDeployments(
  tx: EntityManager,
  runId: string,
  checkMode: boolean,
  origin: RunOrigin,
  deployments: readonly Deployment[],
): Promise<void> {
  const rows = deployments.map(({ release, hosts, serviceSource, ...deployment }) => ({
    ...deployment,
    release: release.value,
    hostCount: hosts.length,
    deployedHostCount: hosts.filter(({ deployed }) => deployed).length,
    sources: {
      ...sourcesOf(origin),
      service: serviceSource,
      release: release.source,
      imageTags: deployment.imageTags.length > 0 ? 'kolla_container' : null,
    },
  }));
  const { environment, action, operator, configurationCommit } = origin;
  await tx.query(
    `INSERT INTO deployment (
       run_id, service, action, release, environment, operator, configuration_commit, check_mode, changes_state,
       outcome, image_tags, started_at, ended_at, duration, host_count, deployed_host_count, results, sources
     )
     SELECT $1, new.service, $3, new.release, $4, $5, $6, $7, new."changesState", new.outcome, new."imageTags",
       new."startedAt", new."endedAt",
       greatest(0, extract(epoch FROM new."endedAt" - new."startedAt"))::double precision,
       new."hostCount", new."deployedHostCount", new.results, new.sources
     FROM jsonb_to_recordset($2) AS new(
       service text, release text, "changesState" boolean, outcome deployment_outcome, "imageTags" text[],
       "startedAt" timestamptz, "endedAt" timestamptz, "hostCount" integer, "deployedHostCount" integer,
       results jsonb, sources jsonb
     )`,
    [
      ...[runId, JSON.stringify(rows)],
      ...[action.value, environment.value, operator.value, configurationCommit.value, checkMode],
    ],
  );
}

/** In the order of their keys, so that two folds that meet the same new ones do not wait for each other in a circle. */
async function writeKnownServices(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `INSERT INTO service (name, state_version)
     SELECT deployment.service, nextval('service_state_version') FROM deployment
     WHERE deployment.run_id = $1
     ORDER BY deployment.service
     ON CONFLICT (name) DO NOTHING`,
    [runId],
  );
  await tx.query(
    `INSERT INTO service_host (service, host_id)
     SELECT deployment_host.service, deployment_host.host_id FROM deployment_host
     WHERE deployment_host.run_id = $1 AND (deployment_host.is_state OR deployment_host.is_unfinished)
     ORDER BY deployment_host.service, deployment_host.host_id
     ON CONFLICT (service, host_id) DO NOTHING`,
    [runId],
  );
}

function sourcesOf(origin: RunOrigin): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(origin).map(([field, { source }]: [string, RunOrigin['action']]) => [field, source]),
  );
}
