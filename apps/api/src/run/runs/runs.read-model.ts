import { Injectable } from '@nestjs/common';
import { parseJson } from '#exact-json';
import { column, columnsBut, entityColumns, ResultCounters, type RowOf, RunEntity, sql } from '#database';
import { parseMultirange } from '#ledger';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toGlobalId } from '../../graphql/relay/global-id.js';
import { containing, ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { counterColumns, recapCounts } from './counts.type.js';
import type { Reporter } from './reporter.type.js';
import type { Repository } from './repository.type.js';
import type { RunOrigin } from './run-origin.type.js';
import { RunStatus, RunType, type SeqRange } from './run.type.js';
import type { RunFilter } from './runs.args.js';

/** What lists say otherwise, or not at all: collections are some kilobytes. JSON with numbers of Ansible's comes as text. */
const SAID_OTHERWISE = [
  ...entityColumns(ResultCounters).map(({ property }) => property),
  ...(['id', 'userName', 'limitPattern', 'configurationRepository', 'playbookRepository', 'reporter'] as const),
  ...(['collections', 'derivedAt', 'arguments', 'extraVars', 'customStats'] as const),
];

const RUN = {
  ...columnsBut(RunEntity, 'run', ...SAID_OTHERWISE),
  uuid: column(RunEntity, 'run', 'id'),
  user: column(RunEntity, 'run', 'userName'),
  limit: column(RunEntity, 'run', 'limitPattern'),
  configurationRepository: sql<Repository | null>('run.configuration_repository'),
  playbookRepository: sql<Repository | null>('run.playbook_repository'),
  reporter: sql<Reporter | null>('run.reporter'),
  arguments: sql<string | null>('run.arguments::text'),
  extraVars: sql<string | null>('run.extra_vars::text'),
  customStats: sql<string | null>('run.custom_stats::text'),
  accepted: sql<string | null>('ledger_run.accepted::text'),
  detailsDroppedAt: sql<Date | null>('ledger_run.details_dropped_at'),
  origin: sql<RunOrigin | null>(`CASE WHEN run_origin.run_id IS NOT NULL THEN jsonb_build_object(
    'environment', run_origin.environment, 'action', run_origin.action, 'operator', run_origin.operator,
    'configurationCommit', run_origin.configuration_commit, 'sources', run_origin.sources
  ) END`),
  ...counterColumns('run'),
};

/** A run as the queries give it. */
type RunRow = RowOf<typeof RUN>;

const RUN_TABLES = `run
  LEFT JOIN ledger_run ON ledger_run.run_id = run.id
  LEFT JOIN run_origin ON run_origin.run_id = run.id`;

/** Newest first; served by run_started_at_id_idx. */
function runsQuery(filter: RunFilter | null | undefined): ListQuery<RunRow> {
  return new ListQuery({
    select: RUN,
    from: RUN_TABLES,
    key: [
      { column: 'run.started_at', type: 'timestamptz' },
      { column: 'run.id', type: 'uuid' },
    ],
    order: 'DESC',
  })
    .whereGiven('run.status = ANY(?::run_status[])', filter?.status)
    .whereGiven('run.started_at >= ?', filter?.since)
    .whereGiven('run.started_at < ?', filter?.until)
    .whereGiven('run.playbook_path ILIKE ? AND run.ad_hoc_command IS NULL', containing(filter?.playbookPath))
    .whereGiven(
      `coalesce(run.ad_hoc_command, regexp_replace(run.playbook_path, '^.*/', '')) ILIKE ?`,
      containing(filter?.name),
    )
    .whereGiven('(run.ad_hoc_command IS NOT NULL) = ?', filter?.adHoc)
    .whereGiven('run.controller = ?', filter?.controller)
    .whereGiven('? IN (run.user_name, run.sudo_user)', filter?.user)
    .whereGiven('run.labels @> ARRAY[?::text]', filter?.label)
    .whereGiven('run.check_mode = ?', filter?.checkMode)
    .whereGiven('run_origin.action = ?', filter?.action)
    .whereGiven('run_origin.environment = ?', filter?.environment)
    .whereGiven('run_origin.operator = ?', filter?.operator)
    .whereGiven(
      'EXISTS (SELECT 1 FROM deployment WHERE deployment.run_id = run.id AND deployment.service = ?)',
      filter?.service,
    )
    .whereGiven(
      'EXISTS (SELECT 1 FROM deployment WHERE deployment.run_id = run.id AND deployment.release = ?)',
      filter?.release,
    )
    .whereGiven(
      `EXISTS (
      SELECT 1 FROM run_host JOIN host ON host.id = run_host.host_id WHERE run_host.run_id = run.id AND host.name = ?
    )`,
      filter?.host,
    );
}

@Injectable()
export class RunsReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: RunFilter | null | undefined, page: PageArgs): Promise<Connection<RunType>> {
    return this.lists.page(runsQuery(filter), page, toRun);
  }

  /** Those of these runs that there are, in no order. */
  async byUuids(uuids: readonly string[]): Promise<RunType[]> {
    return this.lists.all(runsQuery(null).where('run.id = ANY(?::uuid[])', uuids), toRun);
  }

  byUuid(uuid: string): Promise<RunType | null> {
    return this.lists.one(runsQuery(null).where('run.id = ?', uuid), toRun);
  }
}

/** A row, as the API promises it. */
function toRun(row: RunRow): RunType {
  const end = row.finishedAt ?? row.lastEventAt;
  return objectOf(RunType, {
    ...row,
    id: toGlobalId('Run', row.uuid),
    name: row.adHocCommand ?? row.playbookPath?.replace(/^.*\//, '') ?? null,
    playbookPath: row.adHocCommand === null ? row.playbookPath : null,
    duration: Math.max(0, (end.getTime() - row.startedAt.getTime()) / 1_000),
    counts: recapCounts(row),
    resultCounts: row.results,
    arguments: exactly(row.arguments),
    extraVars: exactly(row.extraVars),
    customStats: exactly(row.customStats),
    missingEvents: missingEvents(row.accepted, row.finalSeq),
  });
}

function exactly(json: string | null): unknown {
  return json === null ? null : parseJson(json);
}

/** The holes in the accepted numbers, up to the last one known to exist. */
export function missingEvents(accepted: string | null, finalSeq: number | null): SeqRange[] {
  const gaps: SeqRange[] = [];
  let next = 1;
  for (const [from, to] of parseMultirange(accepted ?? '{}')) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to;
  }
  if (finalSeq !== null && next <= finalSeq) gaps.push({ from: next, to: finalSeq });
  return gaps;
}

const EVERY_RUN_FILTER = {
  status: [RunStatus.failed],
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
  playbookPath: 'site',
  name: 'site',
  adHoc: false,
  controller: 'mgr-001',
  user: 'dragon',
  label: 'kolla',
  host: 'ctl-001',
  service: 'keystone',
  release: '2025.2',
  action: 'deploy',
  environment: 'kolla',
  operator: 'alice',
  checkMode: false,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'runs', query: runsQuery(null), key: 2 },
  { title: 'runs, every filter', query: runsQuery(EVERY_RUN_FILTER), key: 2 },
];
