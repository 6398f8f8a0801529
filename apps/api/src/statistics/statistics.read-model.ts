import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Sql } from '../relay/list-query.js';
import type { Period } from './period.js';
import type { CountRow } from './series-of.js';
import { StatisticsBy, type StatisticsFilter, type StatisticsInterval } from './statistics.args.js';
import type { DurationStatistics } from './statistics.type.js';

export interface StatisticsQuestion {
  by: StatisticsBy;
  interval: StatisticsInterval;
  period: Period;
  filter: StatisticsFilter | null;
}

/** Durations by the interval and the name that they are of; without an interval, those of the whole time. */
export interface DurationRow extends DurationStatistics {
  name: string;
  start: Date | null;
}

const NAMES: Record<StatisticsBy, string> = {
  service: 'statistic.service',
  action: 'statistic.action',
  host: 'host.name',
  environment: 'statistic.environment',
};

/** The sums of the days; served by day_statistic_pkey. */
export function countsQuery(question: StatisticsQuestion): Sql {
  return queryOf(question, 'day_statistic', (name, start) => ({
    select: `${name} AS name, ${start} AS start, sum(statistic.runs)::integer AS runs,
  sum(statistic.completed)::integer AS completed, sum(statistic.failed)::integer AS failed,
  sum(statistic.interrupted)::integer AS interrupted, sum(statistic.failures)::double precision AS failures,
  sum(statistic.changed)::double precision AS changed`,
    groupBy: `1, 2
HAVING sum(statistic.runs) > 0
ORDER BY 1, 2`,
  }));
}

/** Durations do not add up: these are of the runs themselves; served by run_statistic_day_idx. */
export function durationsQuery(question: StatisticsQuestion): Sql {
  return queryOf(question, 'run_statistic', (name, start) => ({
    select: `${name} AS name, ${start} AS start,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY statistic.duration) AS median,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY statistic.duration) AS p95, avg(statistic.duration) AS mean`,
    groupBy: `GROUPING SETS ((1), (1, 2))
HAVING count(statistic.duration) > 0`,
  }));
}

function queryOf(
  { by, interval, period, filter }: StatisticsQuestion,
  table: 'day_statistic' | 'run_statistic',
  shape: (name: string, start: string) => { select: string; groupBy: string },
): Sql {
  const isOfServices = by === StatisticsBy.service || filter?.service != null;
  const isOfHosts = by === StatisticsBy.host || filter?.host != null;
  const scope = isOfServices ? (isOfHosts ? 'service_host' : 'service') : isOfHosts ? 'host' : 'run';
  const values: unknown[] = [scope, dayOf(period.from), dayOf(period.before), filter?.checkMode ?? false];
  const conditions = [
    'statistic.scope = $1::statistic_scope',
    'statistic.day >= $2::date',
    'statistic.day < $3::date',
    'statistic.check_mode = $4',
  ];
  for (const [column, value] of [
    ['statistic.service', filter?.service],
    ['host.name', filter?.host],
    ['statistic.action', filter?.action],
    ['statistic.environment', filter?.environment],
  ] as const) {
    if (value != null) conditions.push(`${column} = $${values.push(value)}`);
  }
  const { select, groupBy } = shape(
    NAMES[by],
    `date_trunc('${interval}', statistic.day::timestamp) AT TIME ZONE 'UTC'`,
  );
  const text = [
    `SELECT ${select}`,
    `FROM ${table} AS statistic${isOfHosts ? '\nJOIN host ON host.id = statistic.host_id' : ''}`,
    `WHERE ${conditions.join('\n  AND ')}`,
    `GROUP BY ${groupBy}`,
  ];
  return { text: text.join('\n'), values };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Reads what the derivation has counted: never a result. */
@Injectable()
export class StatisticsReadModel {
  constructor(private readonly dataSource: DataSource) {}

  counts(question: StatisticsQuestion): Promise<CountRow[]> {
    const { text, values } = countsQuery(question);
    return this.dataSource.query<CountRow[]>(text, values);
  }

  durations(question: StatisticsQuestion): Promise<DurationRow[]> {
    const { text, values } = durationsQuery(question);
    return this.dataSource.query<DurationRow[]>(text, values);
  }
}
