import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../access/scoped-database.js';
import type { Sql } from '../relay/list-query.js';
import { ContainerSets } from './container-sets.js';
import { divergentStates, type AlikeStates } from './divergent-states.js';
import { ServiceState, type StateMatrixArgs } from './service-state.type.js';

const OF_HOST = `last.service IN (
    SELECT own.service FROM service_host AS own WHERE own.host_id = (SELECT id FROM host WHERE host.name = ?)
  )`;

/**
 * Of each service on each host the last real deployment before a time: every row knows when the next one of its
 * environment superseded it. Served by deployment_host_current_idx, or at a time by deployment_host_during_idx, whatever
 * the length of the history; of the few rows of a service and host in several environments the newest is taken. What a
 * run left alike on many hosts is one row, and its containers are told by their key: thousands of rows that repeat each
 * other would take longer than the rest. For one host it gives the services of that host on all hosts, from which one tells whether it differs.
 */
export function stateMatrixQuery({ environment, service, host, at }: StateMatrixArgs): Sql {
  const values: unknown[] = [];
  const given = (condition: string, value: unknown) =>
    value == null ? [] : [`    AND ${condition.replace('?', () => `$${values.push(value)}`)}`];
  const isOfOneEnvironment = environment != null;
  const text = [
    `SELECT state.run_id AS "runId", state.service, min(state.action) AS action, state.outcome,`,
    `  min(state.release) AS release, state.image_tag AS "imageTag", state.container_set_key AS "containerSetKey",`,
    `  json_agg(host.name) AS hosts, json_agg(state.ended_at) AS "endedAts",`,
    `  extract(epoch FROM max(state.ended_at))::double precision AS "newestAt"`,
    `FROM (`,
    // In one environment there is one row of each service and host.
    `  SELECT ${isOfOneEnvironment ? '' : 'DISTINCT ON (last.service, last.host_id) '}last.*`,
    `  FROM deployment_host AS last`,
    `  WHERE last.is_state`,
    ...(at == null
      ? ['    AND last.superseded_at IS NULL']
      : given('tstzrange(last.ended_at, last.superseded_at) @> ?::timestamptz', at)),
    ...given('last.environment = ?', environment),
    ...given('last.service = ?', service),
    ...given(OF_HOST, host),
    ...(isOfOneEnvironment ? [] : ['  ORDER BY last.service, last.host_id, last.ended_at DESC, last.run_id DESC']),
    `) AS state`,
    `JOIN host ON host.id = state.host_id`,
    // A run's action and release are the same on all hosts of a service.
    `GROUP BY state.service, state.run_id, state.outcome, state.image_tag, state.container_set_key`,
  ];
  return { text: text.join('\n'), values };
}

@Injectable()
export class StateMatrixReadModel {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly containerSets: ContainerSets,
  ) {}

  async at(args: StateMatrixArgs): Promise<ServiceState[]> {
    const { text, values } = stateMatrixQuery(args);
    const rows = await this.database.query<AlikeRow[]>(text, values);
    const sets = await this.containerSets.load(rows.map(({ containerSetKey }) => containerSetKey));
    const alike: AlikeRow[] = rows.map((row) => ({ ...row, containers: sets.get(row.containerSetKey) ?? [] }));
    const states = inOrder(alike, divergentStates(alike));
    return args.host == null ? states : states.filter(({ host }) => host === args.host);
  }
}

interface AlikeRow extends AlikeStates {
  containerSetKey: string;
}

/** By service and host. Names are compared once each and not once a state: there are thousands of these. */
function inOrder(rows: readonly AlikeRow[], divergent: ReadonlySet<AlikeStates>): ServiceState[] {
  const hosts = [...new Set(rows.flatMap(({ hosts }) => hosts))].sort();
  const places = new Map(hosts.map((host, place) => [host, place]));
  const services = new Map<string, ServiceState[]>();
  for (const row of rows) {
    const ofService = services.get(row.service) ?? [];
    services.set(row.service, ofService);
    for (const [index, host] of row.hosts.entries()) {
      ofService[places.get(host) ?? 0] = new ServiceState(row, index, divergent.has(row));
    }
  }
  const names = [...services.keys()].sort();
  // Where a host does not have the service, there is a hole.
  return names.flatMap((name) => Object.values(services.get(name) ?? []));
}
