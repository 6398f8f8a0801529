import { Injectable } from '@nestjs/common';
import { column, columns, FailureEntity, type RowOf, type SelectOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import { fromRunPartId, toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { EXAMPLE_ID, type SqlExample } from '../../graphql/relay/sql-example.js';
import type { TaskType } from '../../run/tasks/task.type.js';
import { TASK, toTask } from '../../run/tasks/tasks.read-model.js';
import { Failure } from './failure.type.js';

const FAILURE = columns(FailureEntity, 'failure', 'runId', 'seq', 'fingerprint', 'item', 'failedItems', 'rc', 'stderr');

const PREVIOUS_TASK = { failureSeq: column(FailureEntity, 'failure', 'seq'), ...TASK };

const KEY = [
  { column: 'failure.run_id', type: 'uuid' },
  { column: 'failure.seq', type: 'integer' },
] as const;

/** What the results of these runs and sequence numbers tell of their failure; served by failure_pkey. */
function failuresByResultQuery(runIds: readonly string[], seqs: readonly number[]): ListQuery<RowOf<typeof FAILURE>> {
  return of(runIds, seqs, { select: FAILURE, from: 'failure' });
}

/** The task before each of these failures on its host, whatever became of it; served by task_result_pkey, backwards. */
function previousTasksQuery(
  runIds: readonly string[],
  seqs: readonly number[],
): ListQuery<RowOf<typeof PREVIOUS_TASK>> {
  return of(runIds, seqs, {
    select: PREVIOUS_TASK,
    from: `failure CROSS JOIN LATERAL (
    SELECT earlier.task_seq FROM task_result AS earlier
    WHERE earlier.run_id = failure.run_id AND earlier.host_id = failure.host_id AND earlier.seq < failure.seq
      AND earlier.task_seq <> failure.task_seq
    ORDER BY earlier.seq DESC LIMIT 1
  ) AS previous JOIN task ON task.run_id = failure.run_id AND task.seq = previous.task_seq`,
  });
}

function of<Row>(
  runIds: readonly string[],
  seqs: readonly number[],
  parts: { select: SelectOf<Row>; from: string },
): ListQuery<Row> {
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
    const failures = await this.lists.all(failuresByResultQuery(...keysOf(ids)), (row) => objectOf(Failure, row));
    return new Map(failures.map((failure) => [toRunPartId('TaskResult', failure.runId, failure.seq), failure]));
  }

  async previousTasks(ids: readonly string[]): Promise<Map<string, TaskType>> {
    const found = await this.lists.all(
      previousTasksQuery(...keysOf(ids)),
      (row) => [toRunPartId('TaskResult', row.runId, row.failureSeq), toTask(row)] as const,
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
