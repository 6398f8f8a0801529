import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import { HostBehind } from './host-behind.type.js';
import type { HostsBehindArgs } from './hosts-behind.args.js';

type HostBehindRow = Keyed & HostBehind;

/** The state of each service on each host beside the last deployment of the service in the same environment. */
const TABLES = `service_host
  JOIN host ON host.id = service_host.host_id
  CROSS JOIN LATERAL (
    SELECT newest.* FROM deployment_host AS newest
    WHERE newest.is_state AND newest.service = service_host.service AND newest.host_id = service_host.host_id
    ORDER BY newest.ended_at DESC, newest.run_id DESC
    LIMIT 1
  ) AS state
  CROSS JOIN LATERAL (
    SELECT newest.* FROM deployment AS newest
    WHERE newest.service = service_host.service AND newest.changes_state
      AND newest.environment IS NOT DISTINCT FROM state.environment
    ORDER BY newest.started_at DESC, newest.run_id DESC
    LIMIT 1
  ) AS last
  LEFT JOIN deployment_host AS tried
    ON tried.run_id = last.run_id AND tried.service = service_host.service AND tried.host_id = service_host.host_id`;

/** By service and host; served by service_host_pkey, and one by one by deployment_host_state_idx and deployment_service_idx. */
export function hostsBehindQuery(
  service: string | null | undefined,
  environment: string | null | undefined,
): ListQuery {
  return new ListQuery({
    select: `service_host.service, host.name AS host, state.environment, state.ended_at AS "deployedAt",
  state.run_id AS "deployedRunId", state.image_tag AS "imageTag", last.started_at AS "lastDeploymentAt",
  last.run_id AS "lastRunId", last.image_tags AS "lastImageTags", tried.outcome AS "lastOutcome"`,
    from: TABLES,
    key: [
      { column: 'service_host.service', type: 'text' },
      { column: 'host.name', type: 'text' },
    ],
    order: 'ASC',
  })
    .where(`state.ended_at < last.started_at AND state.action IS DISTINCT FROM 'destroy'`)
    .whereGiven('service_host.service = ?', service)
    .whereGiven('state.environment = ?', environment);
}

@Injectable()
export class HostsBehindReadModel {
  constructor(private readonly lists: Lists) {}

  page({ service, environment, ...page }: HostsBehindArgs): Promise<Connection<HostBehind>> {
    return this.lists.page<HostBehindRow, HostBehind>(hostsBehindQuery(service, environment), page, (row) =>
      Object.assign(new HostBehind(), row),
    );
  }
}
