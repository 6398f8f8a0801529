import { Injectable } from '@nestjs/common';
import { column, columns, KnownTaskEntity, type RowOf, sql } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { type AlwaysChangedHost, AlwaysChangingTask } from './always-changing-task.type.js';
import type { AlwaysChangingArgs, AlwaysChangingFilter } from './always-changing.args.js';

/** The time and the hosts are null of a task without a streak, which the query leaves out. */
const ALWAYS_CHANGING_TASK = {
  ...columns(KnownTaskEntity, 'known_task', 'service', 'task'),
  module: column(KnownTaskEntity, 'known_task', 'action'),
  lastAt: sql<Date>('known_task.last_changed_at'),
  hosts: sql<AlwaysChangedHost[]>(`(
    SELECT jsonb_agg(jsonb_build_object('host', host.name, 'runs', streak.runs) ORDER BY streak.runs DESC, host.name)
    FROM unnest(known_task.streak_host_ids, known_task.streaks) AS streak(host_id, runs)
    JOIN host ON host.id = streak.host_id
  )`),
};

/** By service and task, as the derivation keeps it for each task; served by known_task_pkey. */
function alwaysChangingQuery(
  filter: AlwaysChangingFilter | null | undefined,
  runs: number,
): ListQuery<RowOf<typeof ALWAYS_CHANGING_TASK>> {
  const query = new ListQuery({
    select: ALWAYS_CHANGING_TASK,
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
      SELECT 1 FROM unnest(known_task.streak_host_ids, known_task.streaks) AS streak(host_id, runs)
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
    return this.lists.page(alwaysChangingQuery(filter, runs), page, (row) =>
      objectOf(AlwaysChangingTask, { ...row, hosts: row.hosts.filter((host) => host.runs >= runs) }),
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
