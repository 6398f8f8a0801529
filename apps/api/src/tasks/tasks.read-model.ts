import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { toRunPartId } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import { TaskType } from './task.type.js';

type TaskRow = Keyed & { runId: string; seq: number };

const TASK_COLUMNS = `task.run_id AS "runId", task.seq, task.uuid, task.name, task.action, task.role, task.path, task.line,
  task.tags, task.no_log AS "noLog", task.handler, task.loop, task.started_at AS "startedAt"`;

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

function toTask(row: TaskRow): TaskType {
  return Object.assign(new TaskType(), row, { id: toRunPartId('Task', row.runId, row.seq) });
}
