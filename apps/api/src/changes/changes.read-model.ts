import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { toRunPartId } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import { runArgument } from '../relay/run-argument.js';
import { TASK_AS_JSON, toJoinedTask, type TaskJson } from '../tasks/tasks.read-model.js';
import { ChangeType, type ChangeDiffState } from './change.type.js';
import { ChangeOrder, type ChangeFilter } from './changes.args.js';

/** A change as the query gives it. */
export interface ChangeRow extends Keyed {
  runId: string;
  seq: number;
  occurredAt: Date;
  hostName: string;
  service: string | null;
  environment: string | null;
  action: string | null;
  operator: string | null;
  configurationCommit: string | null;
  checkMode: boolean;
  task: TaskJson;
  diffState: ChangeDiffState;
  diffText: string | null;
}

const COLUMNS = `change.run_id AS "runId", change.seq, change.occurred_at AS "occurredAt", host.name AS "hostName",
  change.service, run_origin.environment, run_origin.action, change.operator,
  run_origin.configuration_commit AS "configurationCommit", change.check_mode AS "checkMode",
  coalesce(
    result_diff.state::text, CASE WHEN run.diff_mode THEN 'not_given' ELSE 'not_requested' END
  ) AS "diffState",
  result_diff.text AS "diffText",
  ${TASK_AS_JSON} AS task`;

const DETAILS = `JOIN host ON host.id = change.host_id
JOIN run ON run.id = change.run_id
JOIN run_origin ON run_origin.run_id = change.run_id
LEFT JOIN task ON task.run_id = change.run_id AND task.seq = change.task_seq
LEFT JOIN result_diff ON result_diff.run_id = change.run_id AND result_diff.seq = change.seq`;

/** The changes, and of the tables around them those that the filter asks. */
function tablesOf({ environment, configurationCommit, action, task, role, module }: ChangeFilter): string {
  return [
    'change',
    ...((environment ?? configurationCommit ?? action) == null
      ? []
      : ['JOIN run_origin ON run_origin.run_id = change.run_id']),
    ...((task ?? role ?? module) == null
      ? []
      : ['JOIN task ON task.run_id = change.run_id AND task.seq = change.task_seq']),
  ].join('\n  ');
}

/**
 * By time; served by change_occurred_at_idx, or change_service_idx, _host_id_idx, _operator_idx where the filter names
 * one. Bodies are not read: the diffs that the fold kept are.
 */
export function changesQuery(filter: ChangeFilter | null | undefined, orderBy: ChangeOrder): ListQuery {
  const run = runArgument(filter?.run);
  return new ListQuery({
    select: COLUMNS,
    from: tablesOf(filter ?? {}),
    key: [
      { column: 'change.occurred_at', type: 'timestamptz' },
      { column: 'change.run_id', type: 'uuid' },
      { column: 'change.seq', type: 'integer' },
    ],
    order: orderBy === ChangeOrder.newest ? 'DESC' : 'ASC',
    details: { of: 'change', joins: DETAILS },
  })
    .where('change.check_mode = ?', filter?.checkMode ?? false)
    .whereGiven('change.occurred_at >= ?', filter?.since)
    .whereGiven('change.occurred_at < ?', filter?.until)
    .whereGiven('change.service = ?', filter?.service)
    .whereGiven('change.host_id = (SELECT id FROM host WHERE host.name = ?)', filter?.host)
    .whereGiven('change.operator = ?', filter?.operator)
    .whereGiven('change.run_id = ?', run)
    .whereGiven('run_origin.environment = ?', filter?.environment)
    .whereGiven('run_origin.configuration_commit = ?', filter?.configurationCommit)
    .whereGiven('run_origin.action = ANY(?::text[])', filter?.action)
    .whereGiven('task.name = ?', filter?.task)
    .whereGiven('task.role = ?', filter?.role)
    .whereGiven('task.action = ?', filter?.module);
}

@Injectable()
export class ChangesReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: ChangeFilter | null | undefined, orderBy: ChangeOrder, page: PageArgs): Promise<Connection<ChangeType>> {
    return this.lists.page<ChangeRow, ChangeType>(changesQuery(filter, orderBy), page, toChange);
  }
}

function toChange({ diffState, diffText, ...row }: ChangeRow): ChangeType {
  return Object.assign(new ChangeType(), row, {
    resultId: toRunPartId('TaskResult', row.runId, row.seq),
    task: toJoinedTask(row.runId, row.task),
    diff: { state: diffState, text: diffText },
  });
}
