import { Injectable } from '@nestjs/common';
import { column, columns, HostEntity, type RowOf, TaskResultEntity } from '#database';
import { BadInputError } from '../../errors/bad-input.error.js';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { runArgument } from '../../graphql/relay/run-argument.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { TASK_AS_JSON, toJoinedTask } from '../tasks/tasks.read-model.js';
import { delegatesOf } from './delegates-of.js';
import { ResultStatus, TaskResultType } from './task-result.type.js';
import type { TaskResultFilter } from './task-results.args.js';

const TASK_RESULT = {
  ...columns(TaskResultEntity, 'task_result', 'runId', 'seq', 'status', 'ignored', 'rescued', 'startedAt'),
  ...columns(
    TaskResultEntity,
    'task_result',
    'occurredAt',
    'attempts',
    'itemCount',
    'delegatedTo',
    'delegates',
    'message',
  ),
  hostName: column(HostEntity, 'host', 'name'),
  task: TASK_AS_JSON,
};

type TaskResultRow = RowOf<typeof TASK_RESULT>;

const WITH_TASK = 'JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq';

const ITS_HOST_AND_TASK = `JOIN host ON host.id = task_result.host_id
LEFT ${WITH_TASK}`;

const DETAILS = { of: 'task_result', joins: ITS_HOST_AND_TASK };

const BY_TIME = [
  { column: 'task_result.occurred_at', type: 'timestamptz' },
  { column: 'task_result.run_id', type: 'uuid' },
  { column: 'task_result.seq', type: 'integer' },
] as const;

/**
 * In the order in which runs started, which their ids say: an index by the time of each result would be a fifth of all
 * bytes on disk (docs/decisions/0018-results-are-listed-by-run.md).
 */
const BY_RUN = [
  { column: 'task_result.run_id', type: 'uuid' },
  { column: 'task_result.seq', type: 'integer' },
] as const;

const FAILED: readonly ResultStatus[] = [ResultStatus.failed, ResultStatus.unreachable];

/**
 * Over all runs, the last run first and in it the last result; served by task_result_pkey or _host_id_run_id_idx. Where
 * the filter asks for nothing but failures by their time, served by task_result_failures_idx or failure_host_id_idx.
 */
function taskResultsQuery(filter: TaskResultFilter | null | undefined): ListQuery<TaskResultRow> {
  if (filter?.taskSeq != null && filter.run == null) {
    throw new BadInputError('"filter.taskSeq" refers to a run: "filter.run" is required too.');
  }
  const list = { select: TASK_RESULT, from: tablesOf(filter), order: 'DESC', details: DETAILS } as const;
  if (filter?.status?.every((status) => FAILED.includes(status)) ?? false) {
    if (filter?.host != null) return failuresOfHostQuery(filter.host, filter);
    const failed = new ListQuery({ ...list, key: BY_TIME }).where(`task_result.status IN ('failed', 'unreachable')`);
    return filtered(failed, filter);
  }
  return filtered(new ListQuery({ ...list, key: BY_RUN }), filter)
    .whereGiven(`task_result.run_id >= ${FIRST_RUN_SINCE}`, filter?.since)
    .whereGiven(`task_result.run_id <= ${LAST_RUN_UNTIL}`, filter?.until);
}

/**
 * The first and the last id of the runs that a time touches, whose results alone can be of that time; served by
 * run_last_event_at_idx and run_started_at_id_idx. OFFSET 0, or Postgres would look through all runs by their ids.
 */
const FIRST_RUN_SINCE = `(
    SELECT touched.id FROM (SELECT run.id FROM run WHERE run.last_event_at >= ? OFFSET 0) AS touched
    ORDER BY touched.id LIMIT 1
  )`;
const LAST_RUN_UNTIL = `(
    SELECT touched.id FROM (SELECT run.id FROM run WHERE run.started_at < ? OFFSET 0) AS touched
    ORDER BY touched.id DESC LIMIT 1
  )`;

/** Of one run, as they happened; served by task_result_pkey, of some tasks by task_result_run_id_task_seq_idx. */
function resultsOfRunQuery(runId: string, filter: TaskResultFilter | null | undefined): ListQuery<TaskResultRow> {
  const key = [{ column: 'task_result.seq', type: 'integer' }] as const;
  const query = new ListQuery({ select: TASK_RESULT, from: tablesOf(filter), key, order: 'ASC', details: DETAILS });
  return filtered(query.where('task_result.run_id = ?', runId), filter);
}

/** Failed and unreachable results since a time, newest first; served by task_result_failures_idx. */
function failuresQuery(since: Date): ListQuery<TaskResultRow> {
  return new ListQuery({ select: TASK_RESULT, from: 'task_result', key: BY_TIME, order: 'DESC', details: DETAILS })
    .where(`task_result.status IN ('failed', 'unreachable')`)
    .where('task_result.occurred_at >= ?', since);
}

/** The failures of a group, newest first; served by failure_fingerprint_idx. */
function failuresOfGroupQuery(fingerprint: string): ListQuery<TaskResultRow> {
  return keptFailures().where('failure.fingerprint = ?', fingerprint);
}

/** The failures of a service over all runs, newest first; served by failure_service_occurred_at_idx. */
function failuresOfServiceQuery(
  service: string,
  filter: TaskResultFilter | null | undefined,
): ListQuery<TaskResultRow> {
  const ofService = keptFailures('failure_service').where('failure_service.service = ?', service);
  return filteredFailures(ofService, filter, 'failure_service');
}

/** The failures on a host over all runs, newest first; served by failure_host_id_idx. */
function failuresOfHostQuery(host: string, filter: TaskResultFilter | null | undefined): ListQuery<TaskResultRow> {
  const onHost = keptFailures().where('failure.host_id = (SELECT id FROM host WHERE host.name = ?)', host);
  return filteredFailures(onHost, filter);
}

/**
 * Results by way of the failures that are kept apart, in a table that tells of them: a service or host has few among
 * all of its results.
 */
function keptFailures(table: 'failure' | 'failure_service' = 'failure'): ListQuery<TaskResultRow> {
  return new ListQuery({
    select: TASK_RESULT,
    from: `${table}
  JOIN task_result ON task_result.run_id = ${table}.run_id AND task_result.seq = ${table}.seq
  ${ITS_HOST_AND_TASK}`,
    key: [
      { column: `${table}.occurred_at`, type: 'timestamptz' },
      { column: `${table}.run_id`, type: 'uuid' },
      { column: `${table}.seq`, type: 'integer' },
    ],
    order: 'DESC',
  });
}

/** The times again, of the failure: its index ends with them. */
function filteredFailures(
  query: ListQuery<TaskResultRow>,
  filter: TaskResultFilter | null | undefined,
  table: 'failure' | 'failure_service' = 'failure',
): ListQuery<TaskResultRow> {
  return filtered(query, filter)
    .whereGiven(`${table}.occurred_at >= ?`, filter?.since)
    .whereGiven(`${table}.occurred_at < ?`, filter?.until);
}

/** The results, and their tasks where the filter asks for one. */
function tablesOf(filter: TaskResultFilter | null | undefined): string {
  return (filter?.task ?? filter?.action ?? filter?.role) == null ? 'task_result' : `task_result\n  ${WITH_TASK}`;
}

function filtered(
  query: ListQuery<TaskResultRow>,
  filter: TaskResultFilter | null | undefined,
): ListQuery<TaskResultRow> {
  const run = runArgument(filter?.run);
  return query
    .whereGiven('task_result.run_id = ?', run)
    .whereGiven('task_result.status = ANY(?::result_status[])', filter?.status)
    .whereGiven('task_result.host_id = (SELECT id FROM host WHERE host.name = ?)', filter?.host)
    .whereGiven('task_result.task_seq = ANY(?::integer[])', filter?.taskSeq)
    .whereGiven('short_key(task.name) = short_key(?)', filter?.task)
    .whereGiven('short_key(task.action) = short_key(?)', filter?.action)
    .whereGiven('short_key(task.role) = short_key(?)', filter?.role)
    .whereGiven('task_result.ignored = ?', filter?.ignored)
    .whereGiven('task_result.rescued = ?', filter?.rescued)
    .whereGiven('task_result.occurred_at >= ?', filter?.since)
    .whereGiven('task_result.occurred_at < ?', filter?.until);
}

@Injectable()
export class TaskResultsReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: TaskResultFilter | null | undefined, page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.lists.page(taskResultsQuery(filter), page, toTaskResult);
  }

  pageOfRun(
    runId: string,
    filter: TaskResultFilter | null | undefined,
    page: PageArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.lists.page(resultsOfRunQuery(runId, filter), page, toTaskResult);
  }

  failures(since: Date, page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.lists.page(failuresQuery(since), page, toTaskResult);
  }

  failuresOfGroup(fingerprint: string, page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.lists.page(failuresOfGroupQuery(fingerprint), page, toTaskResult);
  }

  failuresOfService(
    service: string,
    filter: TaskResultFilter | null | undefined,
    page: PageArgs,
  ): Promise<Connection<TaskResultType>> {
    const query = failuresOfServiceQuery(service, filter);
    return this.lists.page(query, page, toTaskResult);
  }

  failuresOfHost(
    host: string,
    filter: TaskResultFilter | null | undefined,
    page: PageArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.lists.page(failuresOfHostQuery(host, filter), page, toTaskResult);
  }

  /** Those of these results of a run that there are, in no order. */
  bySeqs(runId: string, seqs: readonly number[]): Promise<TaskResultType[]> {
    const query = resultsOfRunQuery(runId, null).where('task_result.seq = ANY(?::integer[])', seqs);
    return this.lists.all(query, toTaskResult);
  }

  bySeq(runId: string, seq: number): Promise<TaskResultType | null> {
    const query = resultsOfRunQuery(runId, null).where('task_result.seq = ?', seq);
    return this.lists.one(query, toTaskResult);
  }
}

function toTaskResult(row: TaskResultRow): TaskResultType {
  const { runId, seq, startedAt, occurredAt } = row;
  return objectOf(TaskResultType, {
    ...row,
    id: toRunPartId('TaskResult', runId, seq),
    delegates: delegatesOf(row),
    duration: startedAt === null ? null : Math.max(0, (occurredAt.getTime() - startedAt.getTime()) / 1_000),
    task: toJoinedTask(runId, row.task),
  });
}

const EVERY_RESULT_FILTER = {
  status: [ResultStatus.failed],
  run: EXAMPLE_ID,
  host: 'ctl-001',
  task: 'keystone : Check',
  taskSeq: [3],
  action: 'command',
  role: 'keystone',
  ignored: false,
  rescued: false,
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'taskResults', query: taskResultsQuery(null), key: 2 },
  {
    title: 'taskResults, every filter',
    query: taskResultsQuery({ ...EVERY_RESULT_FILTER, status: [ResultStatus.ok] }),
    key: 2,
  },
  {
    title: 'taskResults, failed',
    query: taskResultsQuery({ status: [ResultStatus.failed], since: EXAMPLE_TIME }),
    key: 3,
  },
  { title: 'taskResults, failed on a host', query: taskResultsQuery(EVERY_RESULT_FILTER), key: 3 },
  { title: 'results of a run', query: resultsOfRunQuery(EXAMPLE_ID, null), key: 1 },
  { title: 'failures', query: failuresQuery(EXAMPLE_TIME), key: 3 },
  { title: 'failures of a group', query: failuresOfGroupQuery(EXAMPLE_ID), key: 3 },
  {
    title: 'failures of a service, every filter',
    query: failuresOfServiceQuery('keystone', EVERY_RESULT_FILTER),
    key: 3,
  },
  { title: 'failures of a host', query: failuresOfHostQuery('ctl-001', null), key: 3 },
];
