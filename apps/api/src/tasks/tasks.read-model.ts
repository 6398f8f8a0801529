import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { toRunPartId } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import { TaskType } from './task.type.js';

export type TaskRow = Keyed & { runId: string; seq: number };

/** The columns of a task for other lists that join it. */
export const TASK_COLUMNS = `task.run_id AS "runId", task.seq, task.uuid, task.name, task.action, task.role, task.path,
  task.line, task.tags, task.no_log AS "noLog", task.handler, task.loop, task.started_at AS "startedAt"`;

/** The tasks of a run in their order; served by task_pkey. */
export function tasksQuery(runId: string): ListQuery {
  return new ListQuery({
    select: TASK_COLUMNS,
    from: 'task',
    key: [{ column: 'task.seq', type: 'integer' }],
    order: 'ASC',
  }).where('task.run_id = ?', runId);
}

@Injectable()
export class TasksReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string, page: PageArgs): Promise<Connection<TaskType>> {
    return this.lists.page<TaskRow, TaskType>(tasksQuery(runId), page, toTask);
  }

  bySeq(runId: string, seq: number): Promise<TaskType | null> {
    return this.lists.one<TaskRow, TaskType>(tasksQuery(runId).where('task.seq = ?', seq), toTask);
  }
}

/** A row, as the API promises it. */
export function toTask(row: TaskRow): TaskType {
  return Object.assign(new TaskType(), row, { id: toRunPartId('Task', row.runId, row.seq) });
}
