import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { AlwaysChangedHost, AlwaysChangingTask } from './always-changing-task.type.js';
import type { AlwaysChangingArgs, AlwaysChangingFilter } from './always-changing.args.js';

interface AlwaysChangingRow extends Keyed {
  service: string;
  task: string;
  module: string;
  lastAt: Date;
  hosts: AlwaysChangedHost[];
}

/** Of each task the hosts that its newest runs changed, with the number of those runs: up to the first that did not. */
const TABLES = `known_task
  CROSS JOIN LATERAL (
    SELECT max(streak.last_at) AS last_at, max(streak.runs) AS runs,
      jsonb_agg(jsonb_build_object('host', host.name, 'runs', streak.runs) ORDER BY streak.runs DESC, host.name) AS hosts
    FROM (
      SELECT told.host_id, max(told.occurred_at) AS last_at,
        coalesce(min(told.place) FILTER (WHERE told.status <> 'changed') - 1, count(*)) AS runs
      FROM (
        SELECT now.host_id, now.status, newest.occurred_at, row_number() OVER (
          PARTITION BY now.host_id ORDER BY newest.occurred_at DESC, newest.run_id DESC
        ) AS place
        FROM (
          SELECT task_outcome.* FROM task_outcome
          WHERE NOT task_outcome.check_mode
            AND (task_outcome.service, task_outcome.task, task_outcome.action)
              = (known_task.service, known_task.task, known_task.action)
          ORDER BY task_outcome.occurred_at DESC, task_outcome.run_id DESC
          LIMIT 20
        ) AS newest
        CROSS JOIN LATERAL unnest(newest.host_ids, newest.statuses) AS now(host_id, status)
      ) AS told
      GROUP BY told.host_id
    ) AS streak
    JOIN host ON host.id = streak.host_id
    WHERE streak.runs >= 2
  ) AS always`;

/** By service and task; served by known_task_pkey, and task by task by task_outcome_task_idx. */
export function alwaysChangingQuery(filter: AlwaysChangingFilter | null | undefined, runs: number): ListQuery {
  const query = new ListQuery({
    select: `known_task.service, known_task.task, known_task.action AS module, always.last_at AS "lastAt", always.hosts`,
    from: TABLES,
    key: [
      { column: 'known_task.service', type: 'text' },
      { column: 'known_task.task', type: 'text' },
      { column: 'known_task.action', type: 'text' },
    ],
    order: 'ASC',
  })
    .where('always.runs >= ?', runs)
    .whereGiven('known_task.service = ?', filter?.service)
    .whereGiven('always.last_at >= ?', filter?.since);
  if (filter?.host == null) return query;
  return query.where(
    `EXISTS (
      SELECT FROM jsonb_to_recordset(always.hosts) AS named(host text, runs integer)
      WHERE named.host = ? AND named.runs >= ?
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
