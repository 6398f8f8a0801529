import { Injectable } from '@nestjs/common';
import { BadInputError } from '../relay/bad-input.error.js';
import type { Connection, Keyed } from '../relay/connection.js';
import { runIdFrom } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import type { DriftFilter } from './drift.args.js';
import { DriftedHost, DriftedTask } from './drifted-task.type.js';

interface DriftedTaskRow extends Keyed {
  runId: string;
  service: string;
  task: string;
  module: string;
  occurredAt: Date;
  hosts: { host: string; previousRunId: string; previousAt: string }[];
}

/** Of each host that the task changed: what it was given there before. Compared when asked, so that runs may come late. */
const TABLES = `task_outcome AS outcome
  JOIN run_origin ON run_origin.run_id = outcome.run_id
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(
      jsonb_build_object('host', host.name, 'previousRunId', previous.run_id, 'previousAt', previous.occurred_at)
      ORDER BY host.name
    ) AS hosts
    FROM unnest(outcome.host_ids, outcome.statuses, outcome.input_digests) AS now(host_id, status, input_digest)
    CROSS JOIN LATERAL (
      SELECT earlier.run_id, earlier.occurred_at,
        earlier.input_digests[array_position(earlier.host_ids, now.host_id)] AS input_digest
      FROM task_outcome AS earlier
      WHERE NOT earlier.check_mode
        AND (earlier.service, earlier.task, earlier.action) = (outcome.service, outcome.task, outcome.action)
        AND (earlier.occurred_at, earlier.run_id) < (outcome.occurred_at, outcome.run_id)
        AND now.host_id = ANY(earlier.host_ids)
      ORDER BY earlier.occurred_at DESC, earlier.run_id DESC
      LIMIT 1
    ) AS previous
    JOIN run_origin AS previous_origin ON previous_origin.run_id = previous.run_id
    JOIN host ON host.id = now.host_id
    LEFT JOIN deployment_host AS here ON here.run_id = outcome.run_id
      AND here.service = outcome.service AND here.host_id = now.host_id
    LEFT JOIN deployment_host AS before ON before.run_id = previous.run_id
      AND before.service = outcome.service AND before.host_id = now.host_id
    WHERE now.status = 'changed'
      AND now.input_digest = previous.input_digest
      AND run_origin.configuration_commit IS NOT DISTINCT FROM previous_origin.configuration_commit
      AND here.image_tag IS NOT DISTINCT FROM before.image_tag
  ) AS drifted`;

/**
 * Newest first; served by task_outcome_changed_idx, or of one run by task_outcome_pkey; the run before, host by host, by
 * task_outcome_task_idx.
 */
export function driftQuery(filter: DriftFilter | null | undefined): ListQuery {
  const run = filter?.run == null ? null : runIdFrom(filter.run);
  if (filter?.run != null && run === null) throw new BadInputError('"filter.run" is not the id of a run.');
  return new ListQuery({
    select: `outcome.run_id AS "runId", outcome.service, outcome.task, outcome.action AS module,
  outcome.occurred_at AS "occurredAt", drifted.hosts`,
    from: TABLES,
    key: [
      { column: 'outcome.occurred_at', type: 'timestamptz' },
      { column: 'outcome.run_id', type: 'uuid' },
      { column: 'outcome.service', type: 'text' },
      { column: 'outcome.task', type: 'text' },
      { column: 'outcome.action', type: 'text' },
    ],
    order: 'DESC',
  })
    .where('outcome.any_changed AND NOT outcome.check_mode AND drifted.hosts IS NOT NULL')
    .whereGiven('outcome.occurred_at >= ?', filter?.since)
    .whereGiven('outcome.occurred_at < ?', filter?.until)
    .whereGiven('outcome.run_id = ?', run)
    .whereGiven('outcome.service = ?', filter?.service)
    .whereGiven('run_origin.environment = ?', filter?.environment)
    .whereGiven(`drifted.hosts @> jsonb_build_array(jsonb_build_object('host', ?::text))`, filter?.host);
}

@Injectable()
export class DriftReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: DriftFilter | null | undefined, page: PageArgs): Promise<Connection<DriftedTask>> {
    return this.lists.page<DriftedTaskRow, DriftedTask>(driftQuery(filter), page, toDriftedTask);
  }
}

function toDriftedTask(row: DriftedTaskRow): DriftedTask {
  const hosts = row.hosts.map(({ previousAt, ...host }) =>
    Object.assign(new DriftedHost(), host, { previousAt: new Date(previousAt) }),
  );
  return Object.assign(new DriftedTask(), row, { hosts });
}
