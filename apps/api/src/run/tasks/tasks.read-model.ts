import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import { TaskType } from './task.type.js';

export type TaskRow = Keyed & { runId: string; seq: number };

/** The columns of a task for other lists that join it. */
export const TASK_COLUMNS = `task.run_id AS "runId", task.seq, task.uuid, task.name, task.action, task.role, task.path,
  task.line, task.tags, task.no_log AS "noLog", task.handler, task.loop, task.started_at AS "startedAt"`;

/** The columns of a task as one JSON value, for lists that join it; null while its own event has not come. */
export const TASK_AS_JSON = `CASE WHEN task.seq IS NOT NULL THEN jsonb_build_object(
    'seq', task.seq, 'uuid', task.uuid, 'name', task.name, 'action', task.action, 'role', task.role,
    'path', task.path, 'line', task.line, 'tags', task.tags, 'noLog', task.no_log, 'handler', task.handler,
    'loop', task.loop, 'startedAt', task.started_at
  ) END`;

/** What TASK_AS_JSON gives. */
export type TaskJson = { seq: number; name: string; action: string; role: string | null; startedAt: string } | null;

/** The tasks of a run in their order; served by task_pkey. */
export function tasksQuery(runId: string): ListQuery {
  return new ListQuery({
    select: TASK_COLUMNS,
    from: 'task',
    key: [{ column: 'task.seq', type: 'integer' }],
    order: 'ASC',
  }).where('task.run_id = ?', runId);
}

/** Of each of these names the task that has it in the newest run; served, name by name, by task_name_idx. */
export function newestTasksQuery(names: readonly string[]): ListQuery {
  const from = `task_name CROSS JOIN LATERAL (
    SELECT newest.* FROM task AS newest
    WHERE newest.name = task_name.name
    ORDER BY newest.run_id DESC, newest.seq DESC
    LIMIT 1
  ) AS task`;
  const key = [{ column: 'task_name.name', type: 'text' }] as const;
  return new ListQuery({ select: TASK_COLUMNS, from, key, order: 'ASC' }).where(
    'task_name.name = ANY(?::text[])',
    names,
  );
}

@Injectable()
export class TasksReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string, page: PageArgs): Promise<Connection<TaskType>> {
    return this.lists.page<TaskRow, TaskType>(tasksQuery(runId), page, toTask);
  }

  newestOf(names: readonly string[]): Promise<TaskType[]> {
    return this.lists.all<TaskRow, TaskType>(newestTasksQuery(names), toTask);
  }

  bySeq(runId: string, seq: number): Promise<TaskType | null> {
    return this.lists.one<TaskRow, TaskType>(tasksQuery(runId).where('task.seq = ?', seq), toTask);
  }
}

/** A row, as the API promises it. */
export function toTask(row: TaskRow): TaskType {
  return Object.assign(new TaskType(), row, { id: toRunPartId('Task', row.runId, row.seq) });
}

/** The task that another list has joined. */
export function toJoinedTask(runId: string, task: TaskJson): TaskType | null {
  if (task === null) return null;
  const id = toRunPartId('Task', runId, task.seq);
  return Object.assign(new TaskType(), task, { id, startedAt: new Date(task.startedAt) });
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'tasks of a run', query: tasksQuery(EXAMPLE_ID), key: 1 },
  { title: 'newest tasks of names', query: newestTasksQuery(['keystone : Check']), key: 1 },
];
