import { Injectable } from '@nestjs/common';
import { sql } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { Conditions } from '../../graphql/relay/conditions.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery, type Sql } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { Period } from './period.js';
import {
  COUNTS,
  countRowsOf,
  pointKey,
  toSeries,
  type CountColumns,
  type CountRow,
  type SeriesDetails,
} from './series-of.js';
import { StatisticsBy, type StatisticsFilter, StatisticsInterval } from './statistics.args.js';
import type { DurationStatistics, StatisticsSeries } from './statistics.type.js';

interface StatisticsQuestion {
  by: StatisticsBy;
  interval: StatisticsInterval;
  period: Period;
  filter: StatisticsFilter | null;
}

interface DurationRow extends DurationStatistics {
  name: string;
}

interface PointDurationRow extends DurationRow {
  start: Date;
}

/** What runs are told apart by: a column of the statistics, for a host its id. */
const PARTS: Record<StatisticsBy, string> = {
  service: 'statistic.service',
  action: 'statistic.action',
  host: 'statistic.host_id',
  environment: 'statistic.environment',
};

const OF_HOSTS = 'statistic.host_id = ANY(ARRAY(SELECT host.id FROM host WHERE host.name = ANY(?::text[])))';

const SUMS = `sum(statistic.runs)::integer AS runs, sum(statistic.completed)::integer AS completed,
  sum(statistic.failed)::integer AS failed, sum(statistic.interrupted)::integer AS interrupted,
  sum(statistic.failures)::double precision AS failures, sum(statistic.changed)::double precision AS changed`;

/**
 * The series, the one with most runs first, by the sums of their days; served by day_statistic_pkey, or of hosts by
 * day_statistic_host_id_idx alone, without the table. What else there is to sum is asked of those of a page.
 */
function seriesQuery(question: StatisticsQuestion): ListQuery<{ name: string }> {
  const { conditions, values } = conditionsOf(question);
  const text = [
    `SELECT ${PARTS[question.by]} AS part,`,
    `  sum(statistic.runs)::integer AS runs`,
    `FROM day_statistic AS statistic`,
    `WHERE ${conditions.join('\n  AND ')}`,
    `GROUP BY 1`,
    `HAVING sum(statistic.runs) > 0`,
  ];
  const { name, table } = named(question.by, text.join('\n'));
  return new ListQuery({
    select: { name: sql<string>(name) },
    from: table,
    values,
    key: [
      { column: '(-told.runs)', type: 'integer' },
      { column: name, type: 'text' },
    ],
    order: 'ASC',
  });
}

/**
 * The intervals of some series, oldest first, a row for each series: thousands of rows cost more to parse than to count.
 * Served by day_statistic_host_id_idx.
 */
function pointsQuery(question: StatisticsQuestion, names: readonly string[]): Sql {
  const { conditions, values } = conditionsOf(question, names);
  const counted = [
    `SELECT ${PARTS[question.by]} AS part, date_trunc('${question.interval}', statistic.day::timestamp) AS start,`,
    `  ${SUMS}`,
    `FROM day_statistic AS statistic`,
    `WHERE ${conditions.join('\n  AND ')}`,
    `GROUP BY 1, 2`,
    `HAVING sum(statistic.runs) > 0`,
  ];
  const { name, table } = named(question.by, counted.join('\n'));
  const inOrder = (value: string) => `array_to_json(array_agg(${value} ORDER BY told.start))`;
  const columns = [
    `${inOrder('extract(epoch FROM told.start)::bigint')} AS starts`,
    ...COUNTS.map((count) => `${inOrder(`told.${count}`)} AS ${count}`),
  ];
  const text = `SELECT ${name} AS name,\n  ${columns.join(',\n  ')}\nFROM ${table}\nGROUP BY 1`;
  return { text, values };
}

/** Durations do not add up: these are of the runs themselves; served by run_statistic_host_id_idx. */
function durationsQuery(question: StatisticsQuestion, names: readonly string[]): Sql {
  return measured(question, names, [`${PARTS[question.by]} AS part`]);
}

/** The same interval by interval. */
function pointDurationsQuery(question: StatisticsQuestion, names: readonly string[]): Sql {
  return measured(question, names, [`${PARTS[question.by]} AS part`, `${startOf(question.interval)} AS start`]);
}

function measured(question: StatisticsQuestion, names: readonly string[], groups: readonly string[]): Sql {
  const { conditions, values } = conditionsOf(question, names);
  const text = [
    `SELECT ${groups.join(', ')},`,
    `  percentile_cont(0.5) WITHIN GROUP (ORDER BY statistic.duration) AS median,`,
    `  percentile_cont(0.95) WITHIN GROUP (ORDER BY statistic.duration) AS p95, avg(statistic.duration) AS mean`,
    `FROM run_statistic AS statistic`,
    `WHERE ${conditions.join('\n  AND ')}`,
    `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
    `HAVING count(statistic.duration) > 0`,
  ];
  const { name, table } = named(question.by, text.join('\n'));
  return { text: `SELECT ${name} AS name, told.*\nFROM ${table}`, values };
}

/** What is told of each part, with the part's name. */
function named(by: StatisticsBy, told: string): { name: string; table: string } {
  if (by !== StatisticsBy.host) return { name: 'told.part', table: `(\n${told}\n) AS told` };
  return { name: 'host.name', table: `(\n${told}\n) AS told\nJOIN host ON host.id = told.part` };
}

/** Which rows a question is about, and of them those of some names. */
function conditionsOf(
  { by, period, filter }: StatisticsQuestion,
  names?: readonly string[],
): { conditions: readonly string[]; values: unknown[] } {
  const isOfServices = by === StatisticsBy.service || filter?.service != null;
  const isOfHosts = by === StatisticsBy.host || filter?.host != null;
  const scope = isOfServices ? (isOfHosts ? 'service_host' : 'service') : isOfHosts ? 'host' : 'run';
  const values: unknown[] = [];
  const conditions = new Conditions(values)
    .where('statistic.scope = ?::statistic_scope', scope)
    .where('statistic.day >= ?::date', dayOf(period.from))
    .where('statistic.day < ?::date', dayOf(period.before))
    .where('statistic.check_mode = ?', filter?.checkMode ?? false);
  if (!isOfHosts) conditions.where('statistic.host_id = 0');
  conditions
    .whereGiven('statistic.service = ?', filter?.service)
    .whereGiven('statistic.host_id = (SELECT host.id FROM host WHERE host.name = ?)', filter?.host)
    .whereGiven('statistic.action = ?', filter?.action)
    .whereGiven('statistic.environment = ?', filter?.environment)
    .whereGiven(by === StatisticsBy.host ? OF_HOSTS : `${PARTS[by]} = ANY(?::text[])`, names);
  return { conditions: conditions.all, values };
}

function startOf(interval: StatisticsInterval): string {
  return `date_trunc('${interval}', statistic.day::timestamp) AT TIME ZONE 'UTC'`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Reads what the derivation has counted: never a result. */
@Injectable()
export class StatisticsReadModel {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly lists: Lists,
  ) {}

  page(question: StatisticsQuestion, page: PageArgs): Promise<Connection<StatisticsSeries>> {
    const names: string[] = [];
    const details: SeriesDetails = {
      points: once(() => this.points(question, names)),
      durations: once(() => this.durations(question, names)),
      pointDurations: once(() => this.pointDurations(question, names)),
    };
    return this.lists.page(seriesQuery(question), page, ({ name }) => {
      names.push(name);
      return toSeries(name, details);
    });
  }

  private async points(
    question: StatisticsQuestion,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, CountRow[]>> {
    const { text, values } = pointsQuery(question, names);
    const rows = await this.database.query<(CountColumns & { name: string })[]>(text, values);
    return new Map(rows.map(({ name, ...columns }) => [name, countRowsOf(columns)]));
  }

  private async durations(
    question: StatisticsQuestion,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, DurationStatistics>> {
    const { text, values } = durationsQuery(question, names);
    const rows = await this.database.query<DurationRow[]>(text, values);
    return new Map(rows.map(({ name, ...durations }) => [name, durations]));
  }

  private async pointDurations(
    question: StatisticsQuestion,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, DurationStatistics>> {
    const { text, values } = pointDurationsQuery(question, names);
    const rows = await this.database.query<PointDurationRow[]>(text, values);
    return new Map(rows.map(({ name, start, ...durations }) => [pointKey(name, start), durations]));
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => (reading ??= read());
}

const EVERY_STATISTICS_FILTER: StatisticsQuestion = {
  by: StatisticsBy.host,
  interval: StatisticsInterval.week,
  period: { from: EXAMPLE_TIME, before: EXAMPLE_TIME },
  filter: { service: 'keystone', host: 'ctl-001', action: 'upgrade', environment: 'kolla', checkMode: false },
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'series, every filter', text: seriesQuery(EVERY_STATISTICS_FILTER).page({ first: 50 }).text },
  { title: 'points of series', text: pointsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
  { title: 'durations of series', text: durationsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
  { title: 'durations of points', text: pointDurationsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
];
