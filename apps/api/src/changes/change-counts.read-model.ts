import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ListQuery, type Sql } from '../relay/list-query.js';
import type { ChangeCount } from './change-count.type.js';
import { ChangeCountBy, type ChangeCountsArgs } from './change-counts.args.js';

const KEYS: Record<ChangeCountBy, string> = {
  day: `to_char(change_count.hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  service: `nullif(change_count.service, '')`,
  host: 'host.name',
  operator: 'run_origin.operator',
  environment: 'run_origin.environment',
  action: 'run_origin.action',
  configuration_commit: 'run_origin.configuration_commit',
};

/** From the counts that the derivation keeps, of which there are few; served by change_count_hour_idx. */
export function changeCountsQuery({ filter, by, first }: ChangeCountsArgs): Sql {
  return new ListQuery({
    select: 'change_count.changes',
    from: `change_count
  JOIN run_origin ON run_origin.run_id = change_count.run_id
  JOIN host ON host.id = change_count.host_id`,
    key: [{ column: 'change_count.hour', type: 'timestamptz' }],
    order: 'DESC',
  })
    .where('change_count.check_mode = ?', filter?.checkMode ?? false)
    .whereGiven(`change_count.hour >= date_trunc('hour', ?::timestamptz)`, filter?.since)
    .whereGiven(`change_count.hour < date_trunc('hour', ?::timestamptz)`, filter?.until)
    .whereGiven('change_count.service = ?', filter?.service)
    .whereGiven('host.name = ?', filter?.host)
    .whereGiven('run_origin.environment = ?', filter?.environment)
    .whereGiven('run_origin.operator = ?', filter?.operator)
    .whereGiven('run_origin.configuration_commit = ?', filter?.configurationCommit)
    .whereGiven('run_origin.action = ANY(?::text[])', filter?.action)
    .groups(
      KEYS[by],
      'sum(change_count.changes)::int AS changes, count(DISTINCT change_count.run_id)::int AS runs',
      by === ChangeCountBy.day ? 'key DESC' : 'changes DESC, key',
      first,
    );
}

@Injectable()
export class ChangeCountsReadModel {
  constructor(private readonly dataSource: DataSource) {}

  counts(args: ChangeCountsArgs): Promise<ChangeCount[]> {
    const { text, values } = changeCountsQuery(args);
    return this.dataSource.query<ChangeCount[]>(text, values);
  }
}
