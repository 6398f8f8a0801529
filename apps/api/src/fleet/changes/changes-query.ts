import {
  column,
  columns,
  HostEntity,
  selectList,
  SERVICE_OF_TASK,
  sql,
  TaskResultEntity,
  type RowOf,
  type SelectOf,
} from '#database';
import { Conditions } from '../../graphql/relay/conditions.js';
import { fromCursor } from '../../graphql/relay/cursor.js';
import type { PageQuery, Sql } from '../../graphql/relay/list-query.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { runArgument } from '../../graphql/relay/run-argument.js';
import { TASK_AS_JSON } from '../../run/tasks/tasks.read-model.js';
import type { ChangeDiffState } from './change.type.js';
import { ChangeOrder, type ChangeFilter } from './changes.args.js';
import type { DroppedChanges } from './dropped-changes.type.js';

/** A change, with what DETAILS joins. */
export const CHANGE = {
  ...columns(TaskResultEntity, 'task_result', 'runId', 'seq', 'occurredAt', 'delegatedTo', 'delegates'),
  hostName: column(HostEntity, 'host', 'name'),
  service: sql<string | null>('role_service.service'),
  environment: sql<string | null>('run_origin.environment'),
  action: sql<string | null>('run_origin.action'),
  operator: sql<string | null>('run_origin.operator'),
  configurationCommit: sql<string | null>('run_origin.configuration_commit'),
  adHocCommand: sql<string | null>('run.ad_hoc_command'),
  checkMode: sql<boolean>('coalesce(run.check_mode, false)'),
  diffState: sql<ChangeDiffState>(`coalesce(
    result_diff.state::text, CASE WHEN run.diff_mode THEN 'not_given' ELSE 'not_requested' END
  )`),
  diffText: sql<string | null>('result_diff.text'),
  task: TASK_AS_JSON,
};

const DETAILS = `JOIN host ON host.id = task_result.host_id
JOIN run ON run.id = task_result.run_id
LEFT JOIN run_origin ON run_origin.run_id = task_result.run_id
LEFT JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq
LEFT JOIN ${SERVICE_OF_TASK}
LEFT JOIN result_diff ON result_diff.run_id = task_result.run_id AND result_diff.seq = task_result.seq`;

/** Of no runs the times are null. */
const DROPPED: SelectOf<DroppedChanges> = {
  runs: sql('count(*)::int'),
  firstStartedAt: sql('min(run.started_at)'),
  lastStartedAt: sql('max(run.started_at)'),
  lastDroppedAt: sql('max(ledger_run.details_dropped_at)'),
};

const OF_HOST = `run.id IN (
    SELECT run_host.run_id FROM run_host
    WHERE run_host.host_id = (SELECT host.id FROM host WHERE host.name = ?) AND run_host.results_changed > 0
  )`;

/**
 * The SQL of the list of changes, which is by run: the runs that the filter leaves, as they began, and of each the
 * changed results that it leaves, by their numbers. Run by run, so that Postgres takes no more runs than a page needs,
 * and plans the partitions of results as one table that is looked into by a key, not as one of several to join. The
 * runs are served by run_pkey, or by run_origin_operator_idx, role_service_service_idx, run_host_host_id_run_id_idx or
 * the indexes of task; their results by task_result_changed_idx, task_result_host_id_run_id_idx or task_result_pkey.
 * See docs/decisions/0027-changes-are-results.md.
 */
export class ChangesQuery implements PageQuery<RowOf<typeof CHANGE>> {
  declare readonly row?: RowOf<typeof CHANGE>;

  constructor(
    private readonly filter: ChangeFilter,
    private readonly orderBy: ChangeOrder,
  ) {}

  page(page: PageArgs): Sql {
    const values: unknown[] = [];
    const isNewestFirst = this.orderBy === ChangeOrder.newest;
    const [order, sign] = isNewestFirst ? ['DESC', '<'] : ['ASC', '>'];
    const [runs, results] = [this.runs(values), this.results(values)];
    if (page.after != null) {
      const [run, seq] = fromCursor(page.after, 2).map((part) => `$${values.push(part)}`);
      runs.conditions.push(`run.id ${sign}= ${run}::uuid`);
      // Of the run that the page before ended in, what is behind it; of the others all.
      const all = isNewestFirst ? 2 ** 31 - 1 : -1;
      results.push(`task_result.seq ${sign} CASE WHEN of_run.id = ${run}::uuid THEN ${seq}::integer ELSE ${all} END`);
    }
    const limit = `LIMIT $${values.push(page.first + 1)}`;
    const text = `SELECT ${selectList(CHANGE)}, ARRAY[task_result.run_id::text, task_result.seq::text] AS key
FROM (
  SELECT changed.*
  FROM (${sqlOf(runs)}) AS of_run
  CROSS JOIN LATERAL (
    SELECT task_result.*
    FROM task_result
    WHERE ${results.join('\n      AND ')}
    ORDER BY task_result.seq ${order}
    ${limit}
  ) AS changed
  ORDER BY of_run.id ${order}, changed.seq ${order}
  ${limit}
) AS task_result
${DETAILS}
ORDER BY task_result.run_id ${order}, task_result.seq ${order}`;
    return { text, values };
  }

  count(): Sql {
    const values: unknown[] = [];
    const [runs, results] = [this.runs(values), this.results(values)];
    const text = `SELECT coalesce(sum(changed.count), 0)::int AS count
FROM (${sqlOf(runs)}) AS of_run
CROSS JOIN LATERAL (
  SELECT count(*) AS count
  FROM task_result
  WHERE ${results.join('\n    AND ')}
) AS changed`;
    return { text, values };
  }

  /**
   * Of the runs that may have such changes, those whose results are gone; served as the list, and by ledger_run_pkey.
   */
  dropped(): Sql {
    const values: unknown[] = [];
    const text = `SELECT ${selectList(DROPPED)}
FROM (${sqlOf(this.runs(values))}) AS of_run
JOIN run ON run.id = of_run.id
JOIN ledger_run ON ledger_run.run_id = of_run.id
WHERE ledger_run.details_dropped_at IS NOT NULL`;
    return { text, values };
  }

  /** The runs that may have such changes; adds the values of its conditions. */
  private runs(values: unknown[]): Runs {
    const { since, until, run, operator, environment, configurationCommit, action } = this.filter;
    const { service, host, task, role, module } = this.filter;
    const ofOrigin = new Conditions(values)
      .whereGiven('run_origin.operator = ?', operator)
      .whereGiven('run_origin.environment = ?', environment)
      .whereGiven('run_origin.configuration_commit = ?', configurationCommit)
      .whereGiven('run_origin.action = ANY(?::text[])', action);
    const ofRun = new Conditions(values)
      .where('run.results_changed > 0')
      .where(this.filter.checkMode === true ? 'run.check_mode' : 'run.check_mode IS NOT TRUE')
      .whereGiven('run.last_event_at >= ?', since)
      .whereGiven('run.started_at < ?', until)
      .whereGiven('run.id = ?', runArgument(run));
    const ofParts = new Conditions(values)
      .whereGiven('run.id IN (SELECT role_service.run_id FROM role_service WHERE role_service.service = ?)', service)
      .whereGiven(OF_HOST, host)
      .whereGiven('run.id IN (SELECT task.run_id FROM task WHERE short_key(task.name) = short_key(?))', task)
      .whereGiven('run.id IN (SELECT task.run_id FROM task WHERE short_key(task.role) = short_key(?))', role)
      .whereGiven('run.id IN (SELECT task.run_id FROM task WHERE short_key(task.action) = short_key(?))', module);
    return { withOrigin: ofOrigin.all.length > 0, conditions: [...ofRun.all, ...ofOrigin.all, ...ofParts.all] };
  }

  /** Conditions on the results of `of_run`; adds their values. */
  private results(values: unknown[]): string[] {
    const { since, until, service, host, task, role, module } = this.filter;
    const ofTasks = new Conditions(values)
      .whereGiven('role_service.service = ?', service)
      .whereGiven('short_key(task.name) = short_key(?)', task)
      .whereGiven('short_key(task.role) = short_key(?)', role)
      .whereGiven('short_key(task.action) = short_key(?)', module);
    const conditions = new Conditions(values)
      .where('task_result.run_id = of_run.id')
      .where(`task_result.status = 'changed'`)
      .whereGiven('task_result.occurred_at >= ?', since)
      .whereGiven('task_result.occurred_at < ?', until)
      .whereGiven('task_result.host_id = (SELECT host.id FROM host WHERE host.name = ?)', host);
    if (ofTasks.all.length > 0) {
      conditions.where(`task_result.task_seq = ANY (ARRAY(
  SELECT task.seq FROM task${service == null ? '' : ` JOIN ${SERVICE_OF_TASK}`}
  WHERE task.run_id = of_run.id AND ${ofTasks.all.join(' AND ')}
))`);
    }
    return [...conditions.all];
  }
}

interface Runs {
  withOrigin: boolean;
  conditions: string[];
}

function sqlOf({ withOrigin, conditions }: Runs): string {
  const origin = withOrigin ? ' JOIN run_origin ON run_origin.run_id = run.id' : '';
  return `
    SELECT run.id FROM run${origin}
    WHERE ${conditions.join('\n      AND ')}
  `;
}
