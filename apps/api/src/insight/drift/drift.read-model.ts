import { Injectable } from '@nestjs/common';
import { column, columns, type RowOf, sql, TaskOutcomeEntity } from '#database';
import { BadInputError } from '../../errors/bad-input.error.js';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { DriftFilter } from './drift.args.js';
import { DriftedHost, DriftedTask } from './drifted-task.type.js';

/** The hosts by name, each with the run before. */
const HOSTS = sql<{ host: string; previousRunId: string; previousAt: string }[]>(`(
    SELECT jsonb_agg(
      jsonb_build_object('host', host.name, 'previousRunId', drifted.run_id, 'previousAt', drifted.occurred_at)
      ORDER BY host.name
    )
    FROM unnest(outcome.drifted_host_ids, outcome.previous_run_ids, outcome.previous_ats)
      AS drifted(host_id, run_id, occurred_at)
    JOIN host ON host.id = drifted.host_id
  )`);

const DRIFTED_TASK = {
  ...columns(TaskOutcomeEntity, 'outcome', 'runId', 'service', 'task'),
  module: column(TaskOutcomeEntity, 'outcome', 'action'),
  ...columns(TaskOutcomeEntity, 'outcome', 'occurredAt'),
  hosts: HOSTS,
};

type DriftedTaskRow = RowOf<typeof DRIFTED_TASK>;

/**
 * Newest first, as the derivation has judged it; served by task_outcome_drifted_idx, of a service by
 * task_outcome_service_drifted_idx, or of a run by task_outcome_pkey.
 */
function driftQuery(filter: DriftFilter | null | undefined): ListQuery<DriftedTaskRow> {
  const run = filter?.run == null ? null : runIdFrom(filter.run);
  if (filter?.run != null && run === null) throw new BadInputError('"filter.run" is not the id of a run.');
  return new ListQuery({
    select: DRIFTED_TASK,
    from: 'task_outcome AS outcome',
    key: [
      { column: 'outcome.occurred_at', type: 'timestamptz' },
      { column: 'outcome.run_id', type: 'uuid' },
      { column: 'outcome.service', type: 'text' },
      { column: 'outcome.task', type: 'text' },
      { column: 'outcome.action', type: 'text' },
    ],
    order: 'DESC',
  })
    .where('outcome.drifted_host_ids IS NOT NULL')
    .whereGiven('outcome.occurred_at >= ?', filter?.since)
    .whereGiven('outcome.occurred_at < ?', filter?.until)
    .whereGiven('outcome.run_id = ?', run)
    .whereGiven('outcome.service = ?', filter?.service)
    .whereGiven(
      '(SELECT run_origin.environment FROM run_origin WHERE run_origin.run_id = outcome.run_id) = ?',
      filter?.environment,
    )
    .whereGiven('outcome.drifted_host_ids @> ARRAY[(SELECT id FROM host WHERE host.name = ?)]', filter?.host);
}

@Injectable()
export class DriftReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: DriftFilter | null | undefined, page: PageArgs): Promise<Connection<DriftedTask>> {
    return this.lists.page(driftQuery(filter), page, toDriftedTask);
  }
}

function toDriftedTask(row: DriftedTaskRow): DriftedTask {
  const hosts = row.hosts.map(({ previousAt, ...host }) =>
    objectOf(DriftedHost, { ...host, previousAt: new Date(previousAt) }),
  );
  return objectOf(DriftedTask, { ...row, hosts });
}

const EVERY_DRIFT_FILTER = {
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  run: EXAMPLE_ID,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'drift, every filter', query: driftQuery(EVERY_DRIFT_FILTER), key: 5 },
];
