import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { MatrixTask, RunMatrix } from './run-matrix.type.js';

const MATRIX_HOSTS_SQL = `SELECT host.id, host.name
FROM run_host
JOIN host ON host.id = run_host.host_id
WHERE run_host.run_id = $1
ORDER BY host.name`;

/**
 * A row for each task: where and how it ended, the slowest host first; where a host does not tell when the task began
 * there, its time counts from the task's own beginning. Served by task_pkey and
 * task_result_run_id_task_seq_idx; as large as the run, so no bodies and no row for each result.
 */
const MATRIX_TASKS_SQL = `SELECT task.seq, task.name, task.action, play.name AS "playName", task.handler,
  task.started_at AS "startedAt", outcome."endedAt", outcome."hostIds", outcome.signs, outcome.durations[1] AS longest,
  outcome.durations[outcome.timed / 2 + 1] AS median
FROM task
LEFT JOIN play ON play.run_id = task.run_id AND play.seq = task.play_seq
LEFT JOIN (
  SELECT result.task_seq, max(result.occurred_at) AS "endedAt", count(*)::int AS timed,
    array_agg(result.host_id ORDER BY result.duration DESC, result.seq) AS "hostIds",
    string_agg(result.sign, '' ORDER BY result.duration DESC, result.seq) AS signs,
    array_agg(result.duration ORDER BY result.duration DESC, result.seq) AS durations
  FROM (
    SELECT task_result.task_seq, task_result.seq, task_result.host_id, task_result.occurred_at,
      CASE WHEN task_result.ignored THEN 'i' WHEN task_result.rescued THEN 'r' ELSE left(task_result.status::text, 1)
      END AS sign,
      greatest(0, extract(
        epoch FROM task_result.occurred_at - coalesce(task_result.started_at, begun.started_at)
      ))::double precision AS duration
    FROM task_result
    JOIN task AS begun ON begun.run_id = task_result.run_id AND begun.seq = task_result.task_seq
    WHERE task_result.run_id = $1 AND task_result.task_seq >= $2
  ) AS result
  GROUP BY result.task_seq
) AS outcome ON outcome.task_seq = task.seq
WHERE task.run_id = $1 AND task.seq >= $2
ORDER BY task.seq`;

interface MatrixRow {
  seq: number;
  name: string;
  action: string;
  playName: string | null;
  handler: boolean;
  startedAt: Date;
  endedAt: Date | null;
  /** The slowest host first. */
  hostIds: number[] | null;
  signs: string | null;
  longest: number | null;
  median: number | null;
}

@Injectable()
export class RunMatrixReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  async of(runId: string, fromTask: number): Promise<RunMatrix> {
    const [hosts, rows] = await Promise.all([
      this.database.query<{ id: number; name: string }[]>(MATRIX_HOSTS_SQL, [runId]),
      this.database.query<MatrixRow[]>(MATRIX_TASKS_SQL, [runId, fromTask]),
    ]);
    const places = new Map(hosts.map(({ id }, place) => [id, place]));
    return objectOf(RunMatrix, {
      hostNames: hosts.map(({ name }) => name),
      tasks: rows.map((row) => toMatrixTask(row, places, hosts)),
    });
  }
}

function toMatrixTask(
  { hostIds, signs, longest, median, ...task }: MatrixRow,
  places: ReadonlyMap<number, number>,
  hosts: readonly { name: string }[],
): MatrixTask {
  const cells = Array.from({ length: hosts.length }, () => '-');
  hostIds?.forEach((id, index) => {
    const place = places.get(id);
    if (place !== undefined) cells[place] = signs?.[index] ?? '-';
  });
  const slowest = longest === null ? undefined : hosts[places.get(hostIds?.[0] ?? -1) ?? -1];
  return objectOf(MatrixTask, {
    ...task,
    cells: cells.join(''),
    slowestHost: slowest?.name ?? null,
    slowestDuration: longest,
    medianDuration: median,
  });
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'hosts of a run', text: MATRIX_HOSTS_SQL },
  { title: 'tasks of a run with their outcomes', text: MATRIX_TASKS_SQL },
];
