import { Injectable } from '@nestjs/common';
import {
  column,
  columns,
  ContainerSetEntity,
  DeploymentEntity,
  DeploymentHostEntity,
  HostEntity,
  sql,
  type RowOf,
} from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toDeploymentId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { runArgument } from '../../graphql/relay/run-argument.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { RUN_KEY } from '../../run/runs/run-key.js';
import { toHost } from '../hosts/hosts.read-model.js';
import { DeploymentHost, DeploymentHostOutcome } from './deployment-host.type.js';
import type { DeploymentHostsArgs } from './deployment-hosts.args.js';
import { DeploymentOutcome, type DeploymentSources, DeploymentType } from './deployment.type.js';
import { DeploymentOrder, type DeploymentFilter, type DeploymentsArgs } from './deployments.args.js';

const DEPLOYMENT = {
  ...columns(DeploymentEntity, 'deployment', 'runId', 'service', 'action', 'release', 'environment', 'operator'),
  ...columns(DeploymentEntity, 'deployment', 'configurationCommit', 'checkMode', 'changesState', 'outcome'),
  ...columns(DeploymentEntity, 'deployment', 'imageTags', 'startedAt', 'endedAt', 'duration', 'hostCount'),
  ...columns(DeploymentEntity, 'deployment', 'deployedHostCount'),
  resultCounts: column(DeploymentEntity, 'deployment', 'results'),
  sources: sql<DeploymentSources>('deployment.sources'),
};

/** A deployment as the query gives it. */
export type DeploymentRow = RowOf<typeof DEPLOYMENT>;

const DEPLOYMENT_HOST = {
  ...columns(DeploymentHostEntity, 'deployment_host', 'runId', 'service'),
  hostName: column(HostEntity, 'host', 'name'),
  ...columns(DeploymentHostEntity, 'deployment_host', 'action', 'release', 'checkMode', 'deployed', 'outcome'),
  ...columns(DeploymentHostEntity, 'deployment_host', 'imageTag'),
  ...columns(ContainerSetEntity, 'container_set', 'containers'),
  ...columns(DeploymentHostEntity, 'deployment_host', 'startedAt', 'endedAt'),
  resultCounts: column(DeploymentHostEntity, 'deployment_host', 'results'),
};

type DeploymentHostRow = RowOf<typeof DEPLOYMENT_HOST>;

const CONTAINERS = 'JOIN container_set ON container_set.key = deployment_host.container_set_key';

const BY_TIME = [
  { column: 'deployment.started_at', type: 'timestamptz' },
  { column: 'deployment.run_id', type: 'uuid' },
  { column: 'deployment.service', type: 'text' },
] as const;

const BY_DURATION = [{ column: 'deployment.duration', type: 'double precision' }, BY_TIME[1], BY_TIME[2]] as const;

/**
 * Over all runs; served by deployment_started_at_idx or, when longest first, deployment_duration_idx; those of one
 * service by deployment_service_idx, of one operator by deployment_operator_idx, of one run by deployment_pkey.
 */
export function deploymentsQuery(
  filter: DeploymentFilter | null | undefined,
  order: DeploymentOrder,
): ListQuery<DeploymentRow> {
  const run = runArgument(filter?.run);
  return new ListQuery({
    select: DEPLOYMENT,
    from: 'deployment',
    key: order === DeploymentOrder.longest ? BY_DURATION : BY_TIME,
    order: order === DeploymentOrder.oldest ? 'ASC' : 'DESC',
  })
    .whereGiven('deployment.run_id = ?', run)
    .whereGiven('deployment.service = ?', filter?.service)
    .whereGiven('deployment.environment = ?', filter?.environment)
    .whereGiven('deployment.action = ANY(?::text[])', filter?.action)
    .whereGiven('deployment.release = ?', filter?.release)
    .whereGiven('deployment.image_tags @> ARRAY[?::text]', filter?.imageTag)
    .whereGiven('deployment.operator = ?', filter?.operator)
    .whereGiven('deployment.configuration_commit = ?', filter?.configurationCommit)
    .whereGiven('deployment.outcome = ANY(?::deployment_outcome[])', filter?.outcome)
    .whereGiven('deployment.check_mode = ?', filter?.checkMode)
    .whereGiven('deployment.changes_state = ?', filter?.changesState)
    .whereGiven('deployment.started_at >= ?', filter?.since)
    .whereGiven('deployment.started_at < ?', filter?.until)
    .whereGiven(
      `EXISTS (
      SELECT 1 FROM deployment_host JOIN host ON host.id = deployment_host.host_id
      WHERE deployment_host.run_id = deployment.run_id AND deployment_host.service = deployment.service
        AND host.name = ?
    )`,
      filter?.host,
    );
}

/** How a deployment went, as lastGood and lastFailed ask; outcomes of the deployment and of a host of it. */
export type Verdict = 'good' | 'failed';

const OUTCOMES: Record<Verdict, string> = { good: `= 'completed'`, failed: `= 'failed'` };
const HOST_OUTCOMES: Record<Verdict, string> = {
  good: `IN ('ok', 'changed')`,
  failed: `IN ('failed', 'unreachable')`,
};

/** Of each of these services its newest real deployment of that kind; served, one by one, by deployment_service_idx. */
function lastDeploymentsQuery(services: readonly string[], verdict: Verdict): ListQuery<DeploymentRow> {
  const from = `service CROSS JOIN LATERAL (
    SELECT newest.* FROM deployment AS newest
    WHERE newest.service = service.name AND newest.changes_state AND newest.outcome ${OUTCOMES[verdict]}
    ORDER BY newest.started_at DESC, newest.run_id DESC
    LIMIT 1
  ) AS deployment`;
  const key = [{ column: 'service.name', type: 'text' }] as const;
  return new ListQuery({ select: DEPLOYMENT, from, key, order: 'ASC' }).where(
    'service.name = ANY(?::text[])',
    services,
  );
}

/** The hosts of each deployment, by name; served, one by one, by deployment_host_pkey. */
function hostsOfDeploymentsQuery(
  outcome: readonly DeploymentHostOutcome[] | null | undefined,
): ListQuery<DeploymentHostRow> {
  return new ListQuery({
    select: DEPLOYMENT_HOST,
    from: `deployment_host JOIN host ON host.id = deployment_host.host_id ${CONTAINERS}`,
    key: [{ column: 'host.name', type: 'text' }],
    order: 'ASC',
  })
    .where('deployment_host.run_id = parent.run_id')
    .where('deployment_host.service = parent.service')
    .whereGiven('deployment_host.outcome = ANY(?::deployment_host_outcome[])', outcome);
}

/** The deployments of each run; served, one by one, by deployment_pkey. */
function deploymentsOfRunsQuery(
  filter: DeploymentFilter | null | undefined,
  order: DeploymentOrder,
): ListQuery<DeploymentRow> {
  return deploymentsQuery({ ...filter, run: null }, order).where('deployment.run_id = parent.run_id');
}

/** What was deployed on a host, newest first; served by deployment_host_host_id_idx. */
function deploymentsOfHostQuery(name: string, service: string | null | undefined): ListQuery<DeploymentHostRow> {
  return new ListQuery({
    select: DEPLOYMENT_HOST,
    from: `deployment_host JOIN host ON host.id = deployment_host.host_id ${CONTAINERS}`,
    key: [
      { column: 'deployment_host.started_at', type: 'timestamptz' },
      { column: 'deployment_host.run_id', type: 'uuid' },
      { column: 'deployment_host.service', type: 'text' },
    ],
    order: 'DESC',
  })
    .where('deployment_host.host_id = (SELECT id FROM host WHERE host.name = ?)', name)
    .whereGiven('deployment_host.service = ?', service);
}

/**
 * Of each of these hosts its newest real deployment of that kind; served, one by one, by deployment_host_host_id_idx.
 */
function lastDeploymentsOfHostsQuery(names: readonly string[], verdict: Verdict): ListQuery<DeploymentHostRow> {
  const from = `host CROSS JOIN LATERAL (
    SELECT newest.*
    FROM deployment_host AS newest
    JOIN deployment ON deployment.run_id = newest.run_id AND deployment.service = newest.service
    WHERE newest.host_id = host.id AND deployment.changes_state AND newest.outcome ${HOST_OUTCOMES[verdict]}
    ORDER BY newest.started_at DESC, newest.run_id DESC, newest.service DESC
    LIMIT 1
  ) AS deployment_host ${CONTAINERS}`;
  const key = [{ column: 'host.name', type: 'text' }] as const;
  return new ListQuery({ select: DEPLOYMENT_HOST, from, key, order: 'ASC' }).where('host.name = ANY(?::text[])', names);
}

/** What `parent.run_id` and `parent.service` stand for. */
const DEPLOYMENT_KEY = [
  { name: 'run_id', type: 'uuid' },
  { name: 'service', type: 'text' },
] as const;

@Injectable()
export class DeploymentsReadModel {
  private readonly hosts = new NestedPages((keys, { outcome, ...page }: DeploymentHostsArgs) =>
    this.lists.pagesOfEach(hostsOfDeploymentsQuery(outcome), { columns: DEPLOYMENT_KEY, keys }, page, toDeploymentHost),
  );
  private readonly ofRuns = new NestedPages((keys, { filter, orderBy, ...page }: DeploymentsArgs) =>
    this.lists.pagesOfEach(deploymentsOfRunsQuery(filter, orderBy), { columns: RUN_KEY, keys }, page, toDeployment),
  );

  constructor(private readonly lists: Lists) {}

  page(
    filter: DeploymentFilter | null | undefined,
    order: DeploymentOrder,
    page: PageArgs,
  ): Promise<Connection<DeploymentType>> {
    return this.lists.page(deploymentsQuery(filter, order), page, toDeployment);
  }

  one(runId: string, service: string): Promise<DeploymentType | null> {
    const query = deploymentsQuery({ run: runId, service }, DeploymentOrder.newest);
    return this.lists.one(query, toDeployment);
  }

  lastOf(services: readonly string[], verdict: Verdict): Promise<DeploymentType[]> {
    return this.lists.all(lastDeploymentsQuery(services, verdict), toDeployment);
  }

  /** Of all deployments of a request that ask alike, in one statement; so pageOfRun. */
  hostsOf(
    { runId, service }: DeploymentType,
    args: DeploymentHostsArgs,
    request: object,
  ): Promise<Connection<DeploymentHost>> {
    return this.hosts.load(request, [runId, service], args);
  }

  pageOfRun(runId: string, args: DeploymentsArgs, request: object): Promise<Connection<DeploymentType>> {
    return this.ofRuns.load(request, [runId], args);
  }

  pageOfHost(name: string, service: string | null | undefined, page: PageArgs): Promise<Connection<DeploymentHost>> {
    const query = deploymentsOfHostQuery(name, service);
    return this.lists.page(query, page, toDeploymentHost);
  }

  lastOfHosts(names: readonly string[], verdict: Verdict): Promise<DeploymentHost[]> {
    const query = lastDeploymentsOfHostsQuery(names, verdict);
    return this.lists.all(query, toDeploymentHost);
  }
}

function toDeployment(row: DeploymentRow): DeploymentType {
  return objectOf(DeploymentType, { ...row, id: toDeploymentId(row.runId, row.service) });
}

function toDeploymentHost(row: DeploymentHostRow): DeploymentHost {
  const duration = Math.max(0, (row.endedAt.getTime() - row.startedAt.getTime()) / 1_000);
  return objectOf(DeploymentHost, { ...row, host: toHost(row.hostName), duration });
}

const EVERY_DEPLOYMENT_FILTER = {
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  action: ['upgrade'],
  release: '2025.2',
  imageTag: '28.0.1.20260808',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  outcome: [DeploymentOutcome.failed],
  checkMode: false,
  changesState: true,
  run: EXAMPLE_ID,
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'deployments', query: deploymentsQuery(null, DeploymentOrder.newest), key: 3 },
  {
    title: 'deployments, longest first, every filter',
    query: deploymentsQuery(EVERY_DEPLOYMENT_FILTER, DeploymentOrder.longest),
    key: 3,
  },
  {
    title: 'hosts of deployments',
    query: hostsOfDeploymentsQuery([DeploymentHostOutcome.unreachable]),
    key: 1,
    of: DEPLOYMENT_KEY,
  },
  {
    title: 'deployments of runs',
    query: deploymentsOfRunsQuery(null, DeploymentOrder.newest),
    key: 3,
    of: RUN_KEY,
  },
  { title: 'deployments of a host', query: deploymentsOfHostQuery('ctl-001', 'keystone'), key: 3 },
  { title: 'last good deployment of services', query: lastDeploymentsQuery(['keystone'], 'good'), key: 1 },
  { title: 'last good deployment of hosts', query: lastDeploymentsOfHostsQuery(['ctl-001'], 'good'), key: 1 },
];
