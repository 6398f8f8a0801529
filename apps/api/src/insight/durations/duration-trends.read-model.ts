import { Injectable } from '@nestjs/common';
import { columns, DeploymentEntity, DeploymentHostEntity, sql } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { changeOf, medianOf } from './duration-trend.js';
import { DurationPoint, type DurationTrend, type DurationTrendArgs } from './duration-trend.type.js';

/** The last real, completed deployments of a service; served by deployment_service_idx. */
function durationsOfServiceQuery(service: string, action: string | null | undefined): ListQuery<DurationPoint> {
  return new ListQuery({
    select: columns(DeploymentEntity, 'deployment', 'runId', 'service', 'action', 'startedAt', 'duration'),
    from: 'deployment',
    key: [
      { column: 'deployment.started_at', type: 'timestamptz' },
      { column: 'deployment.run_id', type: 'uuid' },
    ],
    order: 'DESC',
  })
    .where('deployment.service = ?', service)
    .where('deployment.changes_state')
    .where(`deployment.outcome = 'completed'`)
    .whereGiven('deployment.action = ?', action);
}

/** As durationsOfServiceQuery, of a service on a host; served by deployment_host_host_id_idx. */
function durationsOfHostQuery(
  host: string,
  service: string,
  action: string | null | undefined,
): ListQuery<DurationPoint> {
  return new ListQuery({
    select: {
      ...columns(DeploymentHostEntity, 'deployment_host', 'runId', 'service', 'action', 'startedAt'),
      duration: sql<number>(
        'greatest(0, extract(epoch FROM deployment_host.ended_at - deployment_host.started_at))::double precision',
      ),
    },
    from: 'deployment_host',
    key: [
      { column: 'deployment_host.started_at', type: 'timestamptz' },
      { column: 'deployment_host.run_id', type: 'uuid' },
    ],
    order: 'DESC',
  })
    .where('deployment_host.host_id = (SELECT id FROM host WHERE host.name = ?)', host)
    .where('deployment_host.service = ?', service)
    .where('deployment_host.is_state')
    .where(`deployment_host.outcome IN ('ok', 'changed')`)
    .whereGiven('deployment_host.action = ?', action);
}

@Injectable()
export class DurationTrendsReadModel {
  constructor(private readonly lists: Lists) {}

  ofService(service: string, { action, last }: DurationTrendArgs): Promise<DurationTrend> {
    return this.trend(durationsOfServiceQuery(service, action), last);
  }

  ofHost(host: string, service: string, { action, last }: DurationTrendArgs): Promise<DurationTrend> {
    return this.trend(durationsOfHostQuery(host, service, action), last);
  }

  private async trend(query: ListQuery<DurationPoint>, last: number): Promise<DurationTrend> {
    const { nodes } = await this.lists.page(query, { first: last }, (row) => objectOf(DurationPoint, row));
    const points = nodes.reverse();
    const durations = points.map(({ duration }) => duration);
    return { points, median: medianOf(durations), change: changeOf(durations) };
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'durations of a service', query: durationsOfServiceQuery('keystone', 'upgrade'), key: 2 },
  {
    title: 'durations of a service on a host',
    query: durationsOfHostQuery('ctl-001', 'keystone', 'upgrade'),
    key: 2,
  },
];
