import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Container } from '../deployments/deployment-host.type.js';
import type { Sql } from '../relay/list-query.js';
import { markDivergent, type UnmarkedState } from './mark-divergent.js';
import type { ServiceState, StateMatrixArgs } from './service-state.type.js';

/**
 * Of each service on each host the last real deployment before a time: every row knows when the next one of its
 * environment superseded it. Served by deployment_host_current_idx, or at a time by deployment_host_during_idx, whatever
 * the length of the history; of the few rows of a service and host in several environments the newest is taken.
 */
export function stateMatrixQuery({ environment, service, at }: StateMatrixArgs): Sql {
  const values: unknown[] = [];
  const given = (condition: string, value: unknown) =>
    value == null ? [] : [`    AND ${condition.replace('?', () => `$${values.push(value)}`)}`];
  const text = [
    `SELECT state.run_id AS "runId", state.service, host.name AS host, state.action, state.outcome, state.release,`,
    `  state.image_tag AS "imageTag", state.containers::text AS containers, state.ended_at AS "deployedAt"`,
    `FROM (`,
    `  SELECT DISTINCT ON (last.service, last.host_id) last.*`,
    `  FROM deployment_host AS last`,
    `  WHERE last.is_state`,
    ...(at == null
      ? ['    AND last.superseded_at IS NULL']
      : given('tstzrange(last.ended_at, last.superseded_at) @> ?::timestamptz', at)),
    ...given('last.environment = ?', environment),
    ...given('last.service = ?', service),
    `  ORDER BY last.service, last.host_id, last.ended_at DESC, last.run_id DESC`,
    `) AS state`,
    `JOIN host ON host.id = state.host_id`,
    `ORDER BY state.service, host.name`,
  ];
  return { text: text.join('\n'), values };
}

@Injectable()
export class StateMatrixReadModel {
  constructor(private readonly dataSource: DataSource) {}

  async at(args: StateMatrixArgs): Promise<ServiceState[]> {
    const { text, values } = stateMatrixQuery(args);
    const rows = await this.dataSource.query<StateRow[]>(text, values);
    const containersOf = parsedOnce();
    return markDivergent(rows.map((row) => Object.assign(row, { containers: containersOf(row.containers) })));
  }
}

/** A row of the query; its containers as JSON. */
type StateRow = Omit<UnmarkedState, 'containers'> & { containers: string };

/** A deployment leaves the same containers on many hosts: each list of them is parsed once. */
function parsedOnce(): (json: string) => Container[] {
  const parsed = new Map<string, Container[]>();
  return (json) => {
    const known = parsed.get(json) ?? (JSON.parse(json) as Container[]);
    parsed.set(json, known);
    return known;
  };
}
