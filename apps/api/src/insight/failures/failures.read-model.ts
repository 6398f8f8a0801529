import { Injectable } from '@nestjs/common';
import { fromRunPartId, toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { TaskType } from '../../run/tasks/task.type.js';
import { TASK_COLUMNS, toTask, type TaskRow } from '../../run/tasks/tasks.read-model.js';
import { Failure } from './failure.type.js';

const KEY = [
  { column: 'failure.run_id', type: 'uuid' },
  { column: 'failure.seq', type: 'integer' },
] as const;

/** What the results of these runs and sequence numbers tell of their failure; served by failure_pkey. */
export function failuresByResultQuery(runIds: readonly string[], seqs: readonly number[]): ListQuery {
  return of(runIds, seqs, {
    select: `failure.run_id AS "runId", failure.seq, failure.fingerprint, failure.item,
  failure.failed_items AS "failedItems", failure.rc, failure.stderr`,
    from: 'failure',
  });
}

/** The task before each of these failures on its host, whatever became of it; served by task_result_pkey, backwards. */
export function previousTasksQuery(runIds: readonly string[], seqs: readonly number[]): ListQuery {
  return of(runIds, seqs, {
    select: `failure.seq AS "failureSeq", ${TASK_COLUMNS}`,
    from: `failure CROSS JOIN LATERAL (
    SELECT earlier.task_seq FROM task_result AS earlier
    WHERE earlier.run_id = failure.run_id AND earlier.host_id = failure.host_id AND earlier.seq < failure.seq
      AND earlier.task_seq <> failure.task_seq
    ORDER BY earlier.seq DESC LIMIT 1
  ) AS previous JOIN task ON task.run_id = failure.run_id AND task.seq = previous.task_seq`,
  });
}

function of(runIds: readonly string[], seqs: readonly number[], parts: { select: string; from: string }): ListQuery {
  return new ListQuery({ ...parts, key: KEY, order: 'ASC' }).where(
    '(failure.run_id, failure.seq) IN (SELECT * FROM unnest(?::uuid[], ?::int[]))',
    runIds,
    seqs,
  );
}

/** Failures are asked for by the global ids of their results. */
@Injectable()
export class FailuresReadModel {
  constructor(private readonly lists: Lists) {}

  async byResultIds(ids: readonly string[]): Promise<Map<string, Failure>> {
    const failures = await this.lists.all<Failure, Failure>(failuresByResultQuery(...keysOf(ids)), (row) =>
      Object.assign(new Failure(), row),
    );
    return new Map(failures.map((failure) => [toRunPartId('TaskResult', failure.runId, failure.seq), failure]));
  }

  async previousTasks(ids: readonly string[]): Promise<Map<string, TaskType>> {
    const found = await this.lists.all<TaskRow & { failureSeq: number }, [string, TaskType]>(
      previousTasksQuery(...keysOf(ids)),
      (row) => [toRunPartId('TaskResult', row.runId, row.failureSeq), toTask(row)],
    );
    return new Map(found);
  }
}

function keysOf(ids: readonly string[]): [string[], number[]] {
  const keys = ids.flatMap((id) => fromRunPartId('TaskResult', id) ?? []);
  return [keys.map(({ runId }) => runId), keys.map(({ seq }) => seq)];
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'failures of results', query: failuresByResultQuery([EXAMPLE_ID], [1]), key: 2 },
  { title: 'tasks before failures', query: previousTasksQuery([EXAMPLE_ID], [1]), key: 2 },
];
