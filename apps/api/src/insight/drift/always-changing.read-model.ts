import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { AlwaysChangedHost, AlwaysChangingTask } from './always-changing-task.type.js';
import type { AlwaysChangingArgs, AlwaysChangingFilter } from './always-changing.args.js';

interface AlwaysChangingRow extends Keyed {
  service: string;
  task: string;
  module: string;
  lastAt: Date;
  hosts: AlwaysChangedHost[];
}

/** By service and task, as the derivation keeps it for each task; served by known_task_pkey. */
export function alwaysChangingQuery(filter: AlwaysChangingFilter | null | undefined, runs: number): ListQuery {
  const query = new ListQuery({
    select: `known_task.service, known_task.task, known_task.action AS module, known_task.last_changed_at AS "lastAt",
  (
    SELECT jsonb_agg(jsonb_build_object('host', host.name, 'runs', streak.runs) ORDER BY streak.runs DESC, host.name)
    FROM unnest(known_task.streak_host_ids, known_task.streaks) AS streak(host_id, runs)
    JOIN host ON host.id = streak.host_id
  ) AS hosts`,
    from: 'known_task',
    key: [
      { column: 'known_task.service', type: 'text' },
      { column: 'known_task.task', type: 'text' },
      { column: 'known_task.action', type: 'text' },
    ],
    order: 'ASC',
  })
    .where('known_task.longest_streak >= ?', runs)
    .whereGiven('known_task.service = ?', filter?.service)
    .whereGiven('known_task.last_changed_at >= ?', filter?.since);
  if (filter?.host == null) return query;
  return query.where(
    `EXISTS (
      SELECT FROM unnest(known_task.streak_host_ids, known_task.streaks) AS streak(host_id, runs)
      JOIN host ON host.id = streak.host_id
      WHERE host.name = ? AND streak.runs >= ?
    )`,
    filter.host,
    runs,
  );
}

@Injectable()
export class AlwaysChangingReadModel {
  constructor(private readonly lists: Lists) {}

  page({ filter, runs, ...page }: AlwaysChangingArgs): Promise<Connection<AlwaysChangingTask>> {
    return this.lists.page<AlwaysChangingRow, AlwaysChangingTask>(
      alwaysChangingQuery(filter, runs),
      page,
      ({ hosts, ...row }) => ({ ...row, hosts: hosts.filter((host) => host.runs >= runs) }),
    );
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'alwaysChanging, every filter',
    query: alwaysChangingQuery({ service: 'keystone', host: 'ctl-001', since: EXAMPLE_TIME }, 3),
    key: 3,
  },
];
