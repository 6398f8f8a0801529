import { Injectable } from '@nestjs/common';
import { BadInputError } from '../relay/bad-input.error.js';
import type { Connection, Keyed } from '../relay/connection.js';
import { runIdFrom, toRunPartId } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import { TaskType } from '../tasks/task.type.js';
import { TaskResultType } from './task-result.type.js';
import type { TaskResultFilter } from './task-results.args.js';

interface TaskResultRow extends Keyed {
  runId: string;
  seq: number;
  startedAt: Date | null;
  occurredAt: Date;
  /** The task's own columns; `seq` null when its event has not come. */
  task: { seq: number; startedAt: string } | null;
}

const COLUMNS = `task_result.run_id AS "runId", task_result.seq, task_result.status, task_result.ignored,
  task_result.rescued, task_result.started_at AS "startedAt", task_result.occurred_at AS "occurredAt",
  task_result.attempts, task_result.item_count AS "itemCount", task_result.delegated_to AS "delegatedTo",
  task_result.message, host.name AS "hostName",
  CASE WHEN task.seq IS NOT NULL THEN jsonb_build_object(
    'seq', task.seq, 'uuid', task.uuid, 'name', task.name, 'action', task.action, 'role', task.role,
    'path', task.path, 'line', task.line, 'tags', task.tags, 'noLog', task.no_log, 'handler', task.handler,
    'loop', task.loop, 'startedAt', task.started_at
  ) END AS task`;

const TABLES = `task_result
  JOIN host ON host.id = task_result.host_id
  LEFT JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq`;

const BY_TIME = [
  { column: 'task_result.occurred_at', type: 'timestamptz' },
  { column: 'task_result.run_id', type: 'uuid' },
  { column: 'task_result.seq', type: 'integer' },
] as const;

/** Over all runs, newest first; served by task_result_occurred_at_idx, _host_id_idx or, for failures, _failures_idx. */
export function taskResultsQuery(filter: TaskResultFilter | null | undefined): ListQuery {
  return filtered(new ListQuery({ select: COLUMNS, from: TABLES, key: BY_TIME, order: 'DESC' }), filter);
}

/** Of one run, as they happened; served by task_result_pkey. */
export function resultsOfRunQuery(runId: string, filter: TaskResultFilter | null | undefined): ListQuery {
  const key = [{ column: 'task_result.seq', type: 'integer' }] as const;
  const query = new ListQuery({ select: COLUMNS, from: TABLES, key, order: 'ASC' });
  return filtered(query.where('task_result.run_id = ?', runId), filter);
}

/** Failed and unreachable results since a time, newest first; served by task_result_failures_idx. */
export function failuresQuery(since: Date): ListQuery {
  return new ListQuery({ select: COLUMNS, from: TABLES, key: BY_TIME, order: 'DESC' })
    .where(`task_result.status IN ('failed', 'unreachable')`)
    .where('task_result.occurred_at >= ?', since);
}

function filtered(query: ListQuery, filter: TaskResultFilter | null | undefined): ListQuery {
  const run = filter?.run == null ? null : runIdFrom(filter.run);
  if (filter?.run != null && run === null) throw new BadInputError('"filter.run" is not the id of a run.');
  return query
    .whereGiven('task_result.run_id = ?', run)
    .whereGiven('task_result.status = ANY(?::result_status[])', filter?.status)
    .whereGiven('task_result.host_id = (SELECT id FROM host WHERE host.name = ?)', filter?.host)
    .whereGiven('task.name = ?', filter?.task)
    .whereGiven('task.action = ?', filter?.action)
    .whereGiven('task.role = ?', filter?.role)
    .whereGiven('task_result.ignored = ?', filter?.ignored)
    .whereGiven('task_result.rescued = ?', filter?.rescued)
    .whereGiven('task_result.occurred_at >= ?', filter?.since)
    .whereGiven('task_result.occurred_at < ?', filter?.until);
}

@Injectable()
export class TaskResultsReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: TaskResultFilter | null | undefined, page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.lists.page<TaskResultRow, TaskResultType>(taskResultsQuery(filter), page, toTaskResult);
  }

  pageOfRun(
    runId: string,
    filter: TaskResultFilter | null | undefined,
    page: PageArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.lists.page<TaskResultRow, TaskResultType>(resultsOfRunQuery(runId, filter), page, toTaskResult);
  }

  failures(since: Date, page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.lists.page<TaskResultRow, TaskResultType>(failuresQuery(since), page, toTaskResult);
  }

  /** Those of these results of a run that there are, in no order. */
  bySeqs(runId: string, seqs: readonly number[]): Promise<TaskResultType[]> {
    const query = resultsOfRunQuery(runId, null).where('task_result.seq = ANY(?::integer[])', seqs);
    return this.lists.all<TaskResultRow, TaskResultType>(query, toTaskResult);
  }

  bySeq(runId: string, seq: number): Promise<TaskResultType | null> {
    const query = resultsOfRunQuery(runId, null).where('task_result.seq = ?', seq);
    return this.lists.one<TaskResultRow, TaskResultType>(query, toTaskResult);
  }
}

function toTaskResult(row: TaskResultRow): TaskResultType {
  const { runId, seq, startedAt, occurredAt } = row;
  const task =
    row.task === null
      ? null
      : Object.assign(new TaskType(), row.task, {
          id: toRunPartId('Task', runId, row.task.seq),
          startedAt: new Date(row.task.startedAt),
        });
  return Object.assign(new TaskResultType(), row, {
    id: toRunPartId('TaskResult', runId, seq),
    duration: startedAt === null ? null : Math.max(0, (occurredAt.getTime() - startedAt.getTime()) / 1_000),
    task,
  });
}
