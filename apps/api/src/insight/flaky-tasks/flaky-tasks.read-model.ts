import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { Conditions } from '../../graphql/relay/conditions.js';
import type { Sql } from '../../graphql/relay/list-query.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { FlakyTask } from './flaky-task.type.js';
import type { FlakyTasksArgs } from './flaky-tasks.args.js';

/**
 * Real failures of a period, by task and host (task_result_failures_idx), and how often the same task passed on the
 * same host meanwhile (task_name_idx, and run by run task_result_run_id_task_seq_idx). What always fails is broken, not
 * flaky; what playbooks ignore or rescue is how they ask; a host out of reach says nothing about the task.
 */
function flakyTasksQuery({ filter: { since, service, host }, first }: FlakyTasksArgs): Sql {
  const values: unknown[] = [since];
  const conditions = new Conditions(values)
    .where(`task_result.occurred_at >= $1 AND task_result.status = 'failed'`)
    .where('NOT task_result.ignored AND NOT task_result.rescued')
    .where('NOT coalesce(run.check_mode, false)')
    .whereGiven('failure.service = ?', service)
    .whereGiven('task_result.host_id = (SELECT id FROM host WHERE host.name = ?)', host);
  const text = `WITH failed AS (
  SELECT task.name, task.action, task_result.host_id, max(failure.service) AS service,
    count(DISTINCT task_result.run_id)::integer AS failures, max(task_result.occurred_at) AS last_failed_at
  FROM task_result
  JOIN failure ON failure.run_id = task_result.run_id AND failure.seq = task_result.seq
  JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq
  JOIN run ON run.id = task_result.run_id
  WHERE ${conditions.all.join('\n    AND ')}
  GROUP BY task.name, task.action, task_result.host_id
), passed AS (
  SELECT task.name, task.action, task_result.host_id, count(DISTINCT task_result.run_id)::integer AS passes
  FROM (SELECT DISTINCT failed.name, failed.action FROM failed) AS sought
  JOIN task ON short_key(task.name) = short_key(sought.name) AND task.action = sought.action
  JOIN run ON run.id = task.run_id
  JOIN task_result ON task_result.run_id = task.run_id AND task_result.task_seq = task.seq
  WHERE task_result.occurred_at >= $1 AND task_result.status IN ('ok', 'changed') AND NOT coalesce(run.check_mode, false)
  GROUP BY task.name, task.action, task_result.host_id
)
SELECT failed.name AS task, failed.action AS module, max(failed.service) AS service,
  sum(failed.failures)::integer AS failures,
  jsonb_agg(
    jsonb_build_object(
      'host', host.name, 'failures', failed.failures, 'passes', passed.passes, 'lastFailedAt', failed.last_failed_at
    ) ORDER BY failed.failures DESC, host.name
  ) AS hosts
FROM failed
JOIN passed USING (name, action, host_id)
JOIN host ON host.id = failed.host_id
GROUP BY failed.name, failed.action
ORDER BY failures DESC, task, module
LIMIT $${values.push(first)}`;
  return { text, values };
}

/** As JSON has it: times as texts. */
type FlakyTaskRow = Omit<FlakyTask, 'hosts'> & {
  hosts: (Omit<FlakyTask['hosts'][number], 'lastFailedAt'> & { lastFailedAt: string })[];
};

@Injectable()
export class FlakyTasksReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  async list(args: FlakyTasksArgs): Promise<FlakyTask[]> {
    const { text, values } = flakyTasksQuery(args);
    const rows = await this.database.query<FlakyTaskRow[]>(text, values);
    return rows.map((row) => ({
      ...row,
      hosts: row.hosts.map((host) => ({ ...host, lastFailedAt: new Date(host.lastFailedAt) })),
    }));
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'flakyTasks, every filter',
    text: flakyTasksQuery({ filter: { since: EXAMPLE_TIME, service: 'keystone', host: 'ctl-001' }, first: 20 }).text,
  },
];
