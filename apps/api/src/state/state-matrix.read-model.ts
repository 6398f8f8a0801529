import { Injectable } from '@nestjs/common';
import type { Container } from '../deployments/deployment-host.type.js';
import { ReadDatabase } from '../reads/read-database.js';
import type { Sql } from '../relay/list-query.js';
import { ContainerSets } from './container-sets.js';
import { divergentStates, type AlikeStates } from './divergent-states.js';
import type { ServiceState, StateMatrixArgs } from './service-state.type.js';

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
  const text = [
    `SELECT state.run_id AS "runId", state.service, min(state.action) AS action, state.outcome,`,
    `  min(state.release) AS release, state.image_tag AS "imageTag", state.container_set_key AS "containerSetKey",`,
    `  json_agg(host.name) AS hosts, json_agg(state.ended_at) AS "deployedAts"`,
    `FROM (`,
    `  SELECT DISTINCT ON (last.service, last.host_id) last.*`,
    `  FROM deployment_host AS last`,
    `  WHERE last.is_state`,
    ...(at == null
      ? ['    AND last.superseded_at IS NULL']
      : given('tstzrange(last.ended_at, last.superseded_at) @> ?::timestamptz', at)),
    ...given('last.environment = ?', environment),
    ...given('last.service = ?', service),
    ...given(OF_HOST, host),
    `  ORDER BY last.service, last.host_id, last.ended_at DESC, last.run_id DESC`,
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
    private readonly database: ReadDatabase,
    private readonly containerSets: ContainerSets,
  ) {}

  async at(args: StateMatrixArgs): Promise<ServiceState[]> {
    const { text, values } = stateMatrixQuery(args);
    const rows = await this.database.query<AlikeRow[]>(text, values);
    const sets = await this.containerSets.load(rows.map(({ containerSetKey }) => containerSetKey));
    const alike = rows.map((row) => toAlike(row, sets));
    const divergent = divergentStates(alike);
    const services = new Map<string, ServiceState[]>();
    for (const states of alike) {
      const ofService = services.get(states.service) ?? [];
      services.set(states.service, ofService);
      addStates(ofService, states, divergent.has(states));
    }
    const states = [...services.keys()].sort().flatMap((service) => (services.get(service) ?? []).sort(byHost));
    return args.host == null ? states : states.filter(({ host }) => host === args.host);
  }
}

/** A row of the query; its times as JSON has them. */
type AlikeRow = Omit<AlikeStates, 'containers' | 'deployedAts'> & { containerSetKey: string; deployedAts: string[] };

function toAlike(
  { containerSetKey, deployedAts, ...row }: AlikeRow,
  sets: ReadonlyMap<string, Container[]>,
): AlikeStates {
  const times = deployedAts.map((time) => new Date(time));
  return { ...row, containers: sets.get(containerSetKey) ?? [], deployedAts: times };
}

/** Field by field, for there are thousands: to spread an object takes ten times as long. */
function addStates(states: ServiceState[], alike: AlikeStates, divergent: boolean): void {
  const { runId, service, action, outcome, release, imageTag, containers, hosts, deployedAts } = alike;
  for (const [index, deployedAt] of deployedAts.entries()) {
    const host = hosts[index] ?? '';
    states.push({ runId, service, host, action, outcome, release, imageTag, containers, deployedAt, divergent });
  }
}

function byHost(a: ServiceState, b: ServiceState): number {
  return a.host < b.host ? -1 : 1;
}
