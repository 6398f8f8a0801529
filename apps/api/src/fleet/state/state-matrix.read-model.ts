import { Injectable } from '@nestjs/common';
import { column, columns, selectList, ServiceEntity, sql, type RowOf } from '#database';
import { containersAfterBreak, imageTagOf } from '#history';
import { isScoped } from '../../gate/permissions/permissions.js';
import { principal } from '../../gate/permissions/principal.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { Conditions } from '../../graphql/relay/conditions.js';
import type { Sql } from '../../graphql/relay/list-query.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { Container, DeploymentHostOutcome } from '../deployments/deployment-host.type.js';
import { CONTAINER_SETS_SQL, ContainerSets } from './container-sets.js';
import { divergentStates } from './divergent-states.js';
import { KnownStates, type StatesOfService } from './known-states.js';
import { ServiceState, type AlikeStates, type StateMatrixArgs } from './service-state.type.js';

/** Of a service that runs nowhere nothing but its name and version is there. */
const STATE = {
  runId: sql<string | null>('state.run_id'),
  service: column(ServiceEntity, 'service', 'name'),
  version: column(ServiceEntity, 'service', 'stateVersion'),
  action: sql<string | null>('min(state.action)'),
  outcome: sql<DeploymentHostOutcome | null>('state.outcome'),
  release: sql<string | null>('min(state.release)'),
  imageTag: sql<string | null>('state.image_tag'),
  containerSetKey: sql<string | null>('state.container_set_key'),
  hosts: sql<string[]>('json_agg(state.host)'),
  endedAts: sql<string[]>('json_agg(state.ended_at)'),
  newestAt: sql<number | null>('extract(epoch FROM max(state.ended_at))::double precision'),
  unfinishedRunId: sql<string | null>('state.unfinished_run_id'),
  unfinishedAction: sql<string | null>('min(state.unfinished_action)'),
  unfinishedRelease: sql<string | null>('min(state.unfinished_release)'),
  unfinishedOutcome: sql<DeploymentHostOutcome | null>('state.unfinished_outcome'),
  unfinishedSetKey: sql<string | null>('state.unfinished_set_key'),
  unfinishedAts: sql<string[]>('json_agg(state.unfinished_at)'),
  unfinishedNewestAt: sql<number | null>('extract(epoch FROM max(state.unfinished_at))::double precision'),
};

/** What is unfinished beside a state, as columns of the rows of which the matrix is made. */
const UNFINISHED = [
  ...['unfinished.run_id AS unfinished_run_id', 'unfinished.action AS unfinished_action'],
  ...['unfinished.release AS unfinished_release', 'unfinished.outcome AS unfinished_outcome'],
  ...['unfinished.container_set_key AS unfinished_set_key', 'unfinished.ended_at AS unfinished_at'],
].join(', ');

const OF_HOST = `last.service IN (
    SELECT own.service FROM service_host AS own WHERE own.host_id = (SELECT id FROM host WHERE host.name = ?)
  )`;

/**
 * Of each service on each host the last real deployment before a time that came to its end, and the one behind it that
 * did not: every row knows when the next one of its
 * environment superseded it. Served by deployment_host_current_idx, or at a time by deployment_host_during_idx,
 * whatever the length of the history; of the few rows of a service and host in several environments the newest is
 * taken. What a run left alike on many hosts is one row, and its containers are told by their key: thousands of rows
 * that repeat each other would take longer than the rest. For one host it gives the services of that host on all hosts,
 * from which one tells whether it differs. With `services`, of these only, and of those that run nowhere a row without
 * a run.
 */
export function stateMatrixQuery(
  { environment, service, host, at }: StateMatrixArgs,
  services: readonly string[] | null = null,
): Sql {
  const values: unknown[] = [];
  const conditions = new Conditions(values).where('(last.is_state OR last.is_unfinished)');
  if (at == null) conditions.where('last.superseded_at IS NULL');
  else conditions.where('tstzrange(last.ended_at, last.superseded_at) @> ?::timestamptz', at);
  conditions
    .whereGiven('last.environment = ?', environment)
    .whereGiven('last.service = ?', service)
    .whereGiven('last.service = ANY(?::text[])', services)
    .whereGiven(OF_HOST, host);
  const isOfOneEnvironment = environment != null;
  const newestOf = (kind: 'is_state' | 'is_unfinished') => [
    // In one environment there is one row of each service and host.
    `  SELECT ${isOfOneEnvironment ? '' : 'DISTINCT ON (last.service, last.host_id) '}last.* FROM last`,
    `  WHERE last.${kind}`,
    ...(isOfOneEnvironment ? [] : ['  ORDER BY last.service, last.host_id, last.ended_at DESC, last.run_id DESC']),
  ];
  const text = [
    `WITH last AS (`,
    `  SELECT last.*, host.name AS host`,
    `  FROM deployment_host AS last`,
    `  JOIN host ON host.id = last.host_id`,
    `  WHERE ${conditions.all.join('\n    AND ')}`,
    `), finished AS (`,
    ...newestOf('is_state'),
    `), unfinished AS (`,
    ...newestOf('is_unfinished'),
    `)`,
    `SELECT ${selectList(STATE)}`,
    `FROM service`,
    `${services === null ? 'JOIN' : 'LEFT JOIN'} (`,
    `  SELECT finished.*, ${UNFINISHED}`,
    `  FROM finished`,
    `  LEFT JOIN unfinished ON unfinished.service = finished.service AND unfinished.host_id = finished.host_id`,
    `    AND (unfinished.ended_at, unfinished.run_id) > (finished.ended_at, finished.run_id)`,
    `  UNION ALL`,
    `  SELECT unfinished.*, ${UNFINISHED}`,
    `  FROM unfinished`,
    `  LEFT JOIN finished ON finished.service = unfinished.service AND finished.host_id = unfinished.host_id`,
    `  WHERE finished.run_id IS NULL`,
    `) AS state ON state.service = service.name`,
    ...(services === null ? [] : [`WHERE service.name = ANY($${values.push(services)}::text[])`]),
    // A run's action and release are the same on all hosts of a service.
    `GROUP BY service.name, service.state_version, state.run_id, state.outcome, state.image_tag,`,
    `  state.container_set_key, state.unfinished_run_id, state.unfinished_outcome, state.unfinished_set_key`,
  ];
  return { text: text.join('\n'), values };
}

const STATE_VERSION = {
  ...columns(ServiceEntity, 'service', 'name'),
  version: column(ServiceEntity, 'service', 'stateVersion'),
};

/** When what runs of each service last changed. */
const STATE_VERSIONS_SQL = `SELECT ${selectList(STATE_VERSION)}
FROM service`;

@Injectable()
export class StateMatrixReadModel {
  private readonly known = new KnownStates();

  constructor(
    private readonly database: ScopedDatabase,
    private readonly containerSets: ContainerSets,
  ) {}

  async at(args: StateMatrixArgs): Promise<ServiceState[]> {
    const { environment = null, service, host, at } = args;
    if (service == null && host == null && at == null && !isScoped(principal())) return this.now(environment);
    const states = [...(await this.read(args)).values()].flatMap((ofService) => ofService.states);
    return host == null ? states : states.filter((state) => state.host === host);
  }

  /** Of all services, to somebody without a scope. */
  private async now(environment: string | null): Promise<ServiceState[]> {
    const rows = await this.database.query<RowOf<typeof STATE_VERSION>[]>(STATE_VERSIONS_SQL);
    const versions = new Map(rows.map(({ name, version }) => [name, version]));
    const names = [...versions.keys()].sort();
    const services = this.known.ofThese(environment, versions);
    const changed = names.filter((name) => !services.has(name));
    if (changed.length > 0) {
      for (const [name, states] of await this.read({ environment }, changed)) services.set(name, states);
      this.known.keep(environment, services);
    }
    return names.flatMap((name) => services.get(name)?.states ?? []);
  }

  /** By service, each with the version that stood when it was read. */
  private async read(args: StateMatrixArgs, services?: readonly string[]): Promise<Map<string, StatesOfService>> {
    const { text, values } = stateMatrixQuery(args, services);
    const rows = await this.database.query<RowOf<typeof STATE>[]>(text, values);
    const keys = rows.flatMap(({ containerSetKey, unfinishedSetKey }) => [containerSetKey, unfinishedSetKey]);
    const sets = await this.containerSets.load(keys.filter((key) => key !== null));
    const containersOf = (key: string | null) => sets.get(key ?? '') ?? [];
    return byService(
      rows.map((row) => asItStands(row, containersOf(row.containerSetKey), containersOf(row.unfinishedSetKey))),
    );
  }
}

/** A row of the query; without a run, of a service that runs nowhere. */
type StateRow = RowOf<typeof STATE> & Pick<AlikeStates, 'containers' | 'unfinished'>;

/** A row of a service that runs somewhere. */
type DeployedRow = StateRow & { runId: string; outcome: DeploymentHostOutcome; newestAt: number };

/** With what an unfinished deployment has started in the place of what ran before. */
function asItStands(row: RowOf<typeof STATE>, before: Container[], brokenOff: Container[]): StateRow {
  const { unfinishedRunId: runId, unfinishedOutcome: outcome } = row;
  if (runId === null || outcome === null) return { ...row, containers: before, unfinished: null };
  const unfinished = { runId, outcome, action: row.unfinishedAction, ats: row.unfinishedAts };
  const isFirst = runId === row.runId;
  const started = brokenOff.filter(({ confirmed }) => confirmed);
  if (started.length === 0 && !isFirst) return { ...row, containers: before, unfinished };
  const containers = containersAfterBreak(isFirst ? [] : before, started);
  const isAllNew = started.length === containers.length;
  return {
    ...row,
    containers,
    imageTag: imageTagOf(row.service, containers),
    release: isAllNew ? row.unfinishedRelease : row.release,
    newestAt: row.unfinishedNewestAt,
    unfinished,
  };
}

/** In order, and so their hosts. Names are compared once each and not once a state: there are thousands of these. */
function byService(rows: readonly StateRow[]): Map<string, StatesOfService> {
  const services = new Map<string, { version: string; states: ServiceState[] }>(
    rows.map(({ service, version }) => [service, { version, states: [] }]),
  );
  const alike = rows.filter((row): row is DeployedRow => row.runId !== null);
  const divergent = divergentStates(alike);
  const hosts = [...new Set(alike.flatMap((row) => row.hosts))].sort();
  const places = new Map(hosts.map((host, place) => [host, place]));
  for (const row of alike) {
    const states = services.get(row.service)?.states ?? [];
    for (const [index, host] of row.hosts.entries()) {
      states[places.get(host) ?? 0] = new ServiceState(row, index, divergent.has(row));
    }
  }
  const inOrder = [...services].sort(([a], [b]) => (a < b ? -1 : 1));
  // Where a host does not have the service, there is a hole.
  return new Map(inOrder.map(([name, { version, states }]) => [name, { version, states: Object.values(states) }]));
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'stateMatrix, every argument',
    text: stateMatrixQuery({ environment: 'kolla', service: 'keystone', host: 'ctl-001', at: EXAMPLE_TIME }).text,
  },
  { title: 'versions of its services', text: STATE_VERSIONS_SQL },
  { title: 'containers of its rows', text: CONTAINER_SETS_SQL },
];
