import { Injectable } from '@nestjs/common';
import { ChangeCountEntity, columns } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { ListQuery, type Sql } from '../../graphql/relay/list-query.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { ChangeCount } from './change-count.type.js';
import { ChangeCountBy, type ChangeCountFilter, type ChangeCountsArgs } from './change-counts.args.js';

const KEYS: Record<ChangeCountBy, string> = {
  day: `to_char(counted.hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  service: `nullif(counted.service, '')`,
  host: 'counted.host_id',
  operator: 'run_origin.operator',
  environment: 'run_origin.environment',
  action: 'run_origin.action',
  configuration_commit: 'run_origin.configuration_commit',
};

/**
 * From the counts that the derivation keeps: those of a run, of which there are few, or where a host is asked for those
 * of its hosts. Served by run_change_count_hour_idx or change_count_hour_idx, of one host by change_count_host_id_idx.
 */
function changeCountsQuery({ filter, by, first }: ChangeCountsArgs): Sql {
  const byHost = by === ChangeCountBy.host;
  const table = byHost || filter?.host != null ? 'change_count' : 'run_change_count';
  const query = new ListQuery({
    select: columns(ChangeCountEntity, 'counted', 'changes'),
    from: `${table} AS counted
  LEFT JOIN run_origin ON run_origin.run_id = counted.run_id`,
    key: [{ column: 'counted.hour', type: 'timestamptz' }],
    order: 'DESC',
  })
    .where('counted.check_mode = ?', filter?.checkMode ?? false)
    .whereGiven(`counted.hour >= date_trunc('hour', ?::timestamptz)`, filter?.since)
    .whereGiven(`counted.hour < date_trunc('hour', ?::timestamptz)`, filter?.until)
    .whereGiven('counted.service = ?', filter?.service)
    .whereGiven('counted.host_id = (SELECT id FROM host WHERE host.name = ?)', filter?.host)
    .whereGiven('run_origin.environment = ?', filter?.environment)
    .whereGiven('run_origin.operator = ?', filter?.operator)
    .whereGiven('run_origin.configuration_commit = ?', filter?.configurationCommit)
    .whereGiven('run_origin.action = ANY(?::text[])', filter?.action);
  return query.groups({
    by: KEYS[by],
    key: byHost ? '(SELECT host.name FROM host WHERE host.id = counted.host_id)' : KEYS[by],
    figures: `sum(counted.changes)::int AS changes, ${runsOf(query, byHost, filter)} AS runs`,
    order: by === ChangeCountBy.day ? 'key DESC' : 'changes DESC, key',
    first,
  });
}

/**
 * Of all hosts there are too many rows to sort them by run. The first row of a run on a host in the period is the one
 * that has none before it, or one before the period; of a single service the rows are few again.
 */
function runsOf(query: ListQuery<unknown>, byHost: boolean, filter: ChangeCountFilter | null | undefined): string {
  if (!byHost || filter?.service != null) return 'count(DISTINCT counted.run_id)::int';
  const before =
    filter?.since == null
      ? ''
      : ` OR counted.previous_hour < date_trunc('hour', ${query.value(filter.since)}::timestamptz)`;
  return `count(*) FILTER (WHERE counted.previous_hour IS NULL${before})::int`;
}

@Injectable()
export class ChangeCountsReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  counts(args: ChangeCountsArgs): Promise<ChangeCount[]> {
    const { text, values } = changeCountsQuery(args);
    return this.database.query<ChangeCount[]>(text, values);
  }
}

const EVERY_COUNT_FILTER = {
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
  environment: 'kolla',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  action: ['deploy'],
  checkMode: false,
};

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'changeCounts by host, every filter of a run',
    text: changeCountsQuery({ by: ChangeCountBy.host, filter: EVERY_COUNT_FILTER, first: 100 }).text,
  },
  {
    title: 'changeCounts by day',
    text: changeCountsQuery({ by: ChangeCountBy.day, filter: null, first: 100 }).text,
  },
];
