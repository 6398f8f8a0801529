import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { Conditions } from '../../graphql/relay/conditions.js';
import type { Sql } from '../../graphql/relay/list-query.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { SlowTask } from './slow-task.type.js';
import { SlowTaskOrder, type SlowTasksArgs } from './slow-tasks.args.js';

const OF_SERVICE = `EXISTS (
    SELECT 1 FROM task_outcome
    WHERE (task_outcome.run_id, task_outcome.service, task_outcome.task, task_outcome.action)
      = (task.run_id, ?, short_key(task.name), short_key(task.action))
  )`;

/**
 * How long the real runs of a period were at each task. Reads one row a task header and no result:
 * run_started_at_id_idx finds the runs, task_pkey their tasks, in the order in which the next one is looked for.
 */
function slowTasksQuery({ filter, orderBy, first }: SlowTasksArgs): Sql {
  const values: unknown[] = [];
  const ofRuns = new Conditions(values)
    .where(`run.status <> 'running'`)
    .where('NOT coalesce(run.check_mode, false)')
    .whereGiven('run.started_at >= ?', filter.since)
    .whereGiven('run.started_at < ?', filter.until)
    .whereGiven('run_origin.environment = ?', filter.environment)
    .whereGiven('run_origin.action = ?', filter.action);
  const ofTasks = new Conditions(values).where('true').whereGiven(OF_SERVICE, filter.service);
  const text = `WITH header AS (
  SELECT task.run_id, task.name, task.action, task.role, extract(epoch FROM
    coalesce(lead(task.started_at) OVER (PARTITION BY task.run_id ORDER BY task.seq), run.finished_at, run.last_event_at)
      - task.started_at
  )::double precision AS seconds
  FROM run
  JOIN run_origin ON run_origin.run_id = run.id
  JOIN task ON task.run_id = run.id
  WHERE ${ofRuns.all.join('\n    AND ')}
), of_run AS (
  SELECT task.run_id, task.name, task.action, task.role, sum(greatest(0, task.seconds)) AS seconds
  FROM header AS task
  WHERE ${ofTasks.all.join('\n    AND ')}
  GROUP BY task.run_id, task.name, task.action, task.role
)
SELECT of_run.name AS task, of_run.action AS module, of_run.role, count(*)::integer AS runs, sum(of_run.seconds) AS total,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY of_run.seconds) AS median, max(of_run.seconds) AS longest,
  (array_agg(of_run.run_id ORDER BY of_run.seconds DESC, of_run.run_id))[1] AS "longestRunUuid"
FROM of_run
GROUP BY of_run.name, of_run.action, of_run.role
ORDER BY ${orderBy} DESC, task, module, of_run.role
LIMIT $${values.push(first)}`;
  return { text, values };
}

@Injectable()
export class SlowTasksReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  list(args: SlowTasksArgs): Promise<SlowTask[]> {
    const { text, values } = slowTasksQuery(args);
    return this.database.query<SlowTask[]>(text, values);
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'slowTasks, every filter',
    text: slowTasksQuery({
      filter: { since: EXAMPLE_TIME, until: EXAMPLE_TIME, service: 'keystone', environment: 'kolla', action: 'deploy' },
      orderBy: SlowTaskOrder.total,
      first: 20,
    }).text,
  },
];
