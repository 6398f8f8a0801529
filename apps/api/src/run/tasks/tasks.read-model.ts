import { Injectable } from '@nestjs/common';
import { column, columns, jsonObject, type RowOf, TaskEntity } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import { TaskType } from './task.type.js';

const COLUMNS = {
  ...columns(TaskEntity, 'task', 'seq', 'uuid', 'name', 'action', 'role', 'path', 'line', 'tags', 'noLog', 'handler'),
  ...columns(TaskEntity, 'task', 'loop', 'startedAt'),
};

/** The columns of a task, for lists that join it. */
export const TASK = { runId: column(TaskEntity, 'task', 'runId'), ...COLUMNS };

type TaskRow = RowOf<typeof TASK>;

/** The columns of a task as one JSON value, for lists that join it; null while its own event has not come. */
export const TASK_AS_JSON = jsonObject(COLUMNS, 'task.seq IS NOT NULL');

/** What TASK_AS_JSON gives. */
export type TaskJson = NonNullable<(typeof TASK_AS_JSON)['value']> | null;

/** The tasks of a run in their order; served by task_pkey. */
function tasksQuery(runId: string): ListQuery<TaskRow> {
  return new ListQuery({
    select: TASK,
    from: 'task',
    key: [{ column: 'task.seq', type: 'integer' }],
    order: 'ASC',
  }).where('task.run_id = ?', runId);
}

/** Of each of these names the task that has it in the newest run; served, name by name, by task_name_idx. */
function newestTasksQuery(names: readonly string[]): ListQuery<TaskRow> {
  const from = `task_name CROSS JOIN LATERAL (
    SELECT newest.* FROM task AS newest
    WHERE short_key(newest.name) = task_name.key
    ORDER BY newest.run_id DESC, newest.seq DESC
    LIMIT 1
  ) AS task`;
  const key = [{ column: 'task_name.key', type: 'text' }] as const;
  return new ListQuery({ select: TASK, from, key, order: 'ASC' }).where(
    'task_name.key = ANY(ARRAY(SELECT short_key(name) FROM unnest(?::text[]) AS name))',
    names,
  );
}

@Injectable()
export class TasksReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string, page: PageArgs): Promise<Connection<TaskType>> {
    return this.lists.page(tasksQuery(runId), page, toTask);
  }

  newestOf(names: readonly string[]): Promise<TaskType[]> {
    return this.lists.all(newestTasksQuery(names), toTask);
  }

  bySeq(runId: string, seq: number): Promise<TaskType | null> {
    return this.lists.one(tasksQuery(runId).where('task.seq = ?', seq), toTask);
  }
}

/** A row, as the API promises it. */
export function toTask(row: TaskRow): TaskType {
  return objectOf(TaskType, { ...row, id: toRunPartId('Task', row.runId, row.seq) });
}

/** The task that another list has joined. */
export function toJoinedTask(runId: string, task: TaskJson): TaskType | null {
  if (task === null) return null;
  const id = toRunPartId('Task', runId, task.seq);
  return objectOf(TaskType, { ...task, id, startedAt: new Date(task.startedAt) });
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'tasks of a run', query: tasksQuery(EXAMPLE_ID), key: 1 },
  { title: 'newest tasks of names', query: newestTasksQuery(['keystone : Check']), key: 1 },
];
