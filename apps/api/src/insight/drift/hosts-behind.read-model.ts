import { Injectable } from '@nestjs/common';
import { column, columns, DeploymentEntity, DeploymentHostEntity, HostEntity, type RowOf, sql } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { HostBehind } from './host-behind.type.js';
import type { HostsBehindArgs } from './hosts-behind.args.js';

const HOST_BEHIND = {
  ...columns(DeploymentHostEntity, 'state', 'service'),
  host: column(HostEntity, 'host', 'name'),
  ...columns(DeploymentHostEntity, 'state', 'environment'),
  deployedAt: column(DeploymentHostEntity, 'state', 'endedAt'),
  deployedRunId: column(DeploymentHostEntity, 'state', 'runId'),
  ...columns(DeploymentHostEntity, 'state', 'imageTag'),
  lastDeploymentAt: column(DeploymentEntity, 'last', 'startedAt'),
  lastRunId: column(DeploymentEntity, 'last', 'runId'),
  lastImageTags: column(DeploymentEntity, 'last', 'imageTags'),
  lastOutcome: sql<DeploymentHostEntity['outcome'] | null>('tried.outcome'),
};

/** The state of each service on each host beside the last deployment of the service in the same environment. */
const TABLES = `(
    SELECT DISTINCT ON (newest.service, newest.host_id) newest.* FROM deployment_host AS newest
    WHERE newest.is_state AND newest.superseded_at IS NULL
    ORDER BY newest.service, newest.host_id, newest.ended_at DESC, newest.run_id DESC
  ) AS state
  JOIN host ON host.id = state.host_id
  CROSS JOIN LATERAL (
    SELECT newest.* FROM deployment AS newest
    WHERE newest.service = state.service AND newest.changes_state
      AND newest.environment IS NOT DISTINCT FROM state.environment
    ORDER BY newest.started_at DESC, newest.run_id DESC
    LIMIT 1
  ) AS last
  LEFT JOIN deployment_host AS tried
    ON tried.run_id = last.run_id AND tried.service = state.service AND tried.host_id = state.host_id`;

/** By service and host; served by deployment_host_current_idx, and one by one by deployment_service_idx. */
function hostsBehindQuery(
  service: string | null | undefined,
  environment: string | null | undefined,
): ListQuery<RowOf<typeof HOST_BEHIND>> {
  return new ListQuery({
    select: HOST_BEHIND,
    from: TABLES,
    key: [
      { column: 'state.service', type: 'text' },
      { column: 'host.name', type: 'text' },
    ],
    order: 'ASC',
  })
    .where(`state.ended_at < last.started_at AND state.action IS DISTINCT FROM 'destroy'`)
    .whereGiven('state.service = ?', service)
    .whereGiven('state.environment = ?', environment);
}

@Injectable()
export class HostsBehindReadModel {
  constructor(private readonly lists: Lists) {}

  page({ service, environment, ...page }: HostsBehindArgs): Promise<Connection<HostBehind>> {
    return this.lists.page(hostsBehindQuery(service, environment), page, (row) => objectOf(HostBehind, row));
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'hostsBehind', query: hostsBehindQuery('keystone', 'kolla'), key: 2 },
];
