import { Injectable } from '@nestjs/common';
import { column, columns, HostEntity, RunHostEntity, selectList, type RowOf } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { counterColumns, recapCounts, type CounterRow } from '../runs/counts.type.js';
import type { ComparedOrigin } from './compare-facts.js';
import { pairsWithOtherInputs } from './compare-inputs.js';
import { compareTasks } from './compare-tasks.js';
import type { ComparedHeader } from './match-results.js';
import { RunHostOutcome, type ChangedImage, type ComparedHost, type ComparisonParts } from './run-comparison.type.js';

/** The tasks of a run with their results, a row a header; served by task_pkey and task_result_run_id_task_seq_idx. */
const headersSql = (mark: string) => `SELECT coalesce(play.name, '') AS "playName", task.role, task.name, task.action,
  greatest(0, extract(epoch FROM outcome.ended_at - task.started_at))::double precision AS duration,
  outcome.host_ids AS "hostIds", outcome.seqs, outcome.marks
FROM (
  SELECT task_result.task_seq, max(task_result.occurred_at) AS ended_at,
    json_agg(task_result.host_id ORDER BY task_result.seq) AS host_ids,
    json_agg(task_result.seq ORDER BY task_result.seq) AS seqs,
    json_agg(${mark} ORDER BY task_result.seq) AS marks
  FROM task_result
  WHERE task_result.run_id = $1
  GROUP BY task_result.task_seq
) AS outcome
JOIN task ON task.run_id = $1 AND task.seq = outcome.task_seq
LEFT JOIN play ON play.run_id = $1 AND play.seq = task.play_seq
ORDER BY task.seq`;

/** Marked by how they went: the status, and `ignored` or `rescued` behind it. */
const OUTCOMES_SQL = headersSql(`CASE
        WHEN task_result.rescued THEN task_result.status || ' rescued'
        WHEN task_result.ignored THEN task_result.status || ' ignored'
        ELSE task_result.status::text
      END`);

/** Marked by a digest of what their modules were given; as text, for JavaScript has no such numbers. */
const INPUTS_SQL = headersSql('task_result.input_digest::text');

const RUN_HOST = {
  ...columns(RunHostEntity, 'run_host', 'runId', 'hostId'),
  hostName: column(HostEntity, 'host', 'name'),
  ...counterColumns('run_host'),
};

/** The hosts of both runs; served by run_host_pkey. */
const HOSTS_SQL = `SELECT ${selectList(RUN_HOST)}
FROM run_host
JOIN host ON host.id = run_host.host_id
WHERE run_host.run_id IN ($1, $2)
ORDER BY host.name`;

/** Containers that both runs left behind, with other images; served by deployment_host_pkey. */
const IMAGES_SQL = `SELECT before.service, host.name AS "hostName", earlier->>'name' AS "containerName",
  earlier->>'image' AS "imageBefore", later->>'image' AS "imageAfter", earlier->>'tag' AS "tagBefore",
  later->>'tag' AS "tagAfter"
FROM deployment_host AS before
JOIN deployment_host AS after
  ON after.run_id = $2 AND after.service = before.service AND after.host_id = before.host_id
    AND after.container_set_key <> before.container_set_key
JOIN host ON host.id = before.host_id
JOIN container_set AS set_before ON set_before.key = before.container_set_key
JOIN container_set AS set_after ON set_after.key = after.container_set_key
CROSS JOIN LATERAL jsonb_array_elements(set_before.containers) AS earlier
JOIN LATERAL jsonb_array_elements(set_after.containers) AS later ON later->>'name' = earlier->>'name'
WHERE before.run_id = $1 AND earlier->>'image' <> later->>'image'
ORDER BY before.service, host.name, earlier->>'name'`;

/** What a run was started with; served by run_origin_pkey and deployment_pkey. */
const ORIGINS_SQL = `SELECT run_origin.run_id AS "runId", run_origin.environment, run_origin.action,
  run_origin.operator, run_origin.configuration_commit AS "configurationCommit", (
    SELECT coalesce(array_agg(DISTINCT deployment.release) FILTER (WHERE deployment.release IS NOT NULL), '{}')
    FROM deployment
    WHERE deployment.run_id = run_origin.run_id
  ) AS releases
FROM run_origin
WHERE run_origin.run_id IN ($1, $2)`;

/** At most so many earlier deployments are tried before a run counts as the first of its kind. */
const MAX_TRIED = 200;

/**
 * The last run that deployed, in earnest and without a failure, every service of a run (or the one given) with the same
 * action on at least the same hosts, and whose results are still there; the newest of them is found by
 * deployment_service_idx.
 */
const LAST_GOOD_SQL = `SELECT tried.run_id AS "runId"
FROM (
  SELECT earlier.run_id, earlier.started_at
  FROM deployment AS wanted
  JOIN deployment AS earlier ON earlier.service = wanted.service
  WHERE wanted.run_id = $1
    AND wanted.service = coalesce($2, (SELECT min(deployment.service) FROM deployment WHERE deployment.run_id = $1))
    AND (earlier.started_at, earlier.run_id) < (wanted.started_at, wanted.run_id)
    AND earlier.environment IS NOT DISTINCT FROM wanted.environment
    AND earlier.action IS NOT DISTINCT FROM wanted.action
    AND earlier.outcome = 'completed'
    AND NOT earlier.check_mode
    AND NOT EXISTS (
      SELECT 1 FROM ledger_run WHERE ledger_run.run_id = earlier.run_id AND ledger_run.details_dropped_at IS NOT NULL
    )
  ORDER BY earlier.started_at DESC, earlier.run_id DESC
  LIMIT ${MAX_TRIED}
) AS tried
WHERE NOT EXISTS (
  SELECT 1 FROM deployment_host AS mine
  WHERE mine.run_id = $1 AND ($2::text IS NULL OR mine.service = $2) AND NOT EXISTS (
    SELECT 1 FROM deployment_host AS theirs
    JOIN deployment ON deployment.run_id = theirs.run_id AND deployment.service = theirs.service
    WHERE theirs.run_id = tried.run_id AND theirs.service = mine.service AND theirs.host_id = mine.host_id
      AND theirs.deployed AND deployment.outcome = 'completed'
  )
)
ORDER BY tried.started_at DESC, tried.run_id DESC
LIMIT 1`;

type HostRow = RowOf<typeof RUN_HOST>;

/** Reads what is compared. No bodies: those of the results on a page are read when somebody opens them. */
@Injectable()
export class ComparisonsReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  /** The uuid of the last good run to compare with; null when there is none. */
  async lastGoodOf(runId: string, service: string | null): Promise<string | null> {
    const [row] = await this.database.query<{ runId: string }[]>(LAST_GOOD_SQL, [runId, service]);
    return row?.runId ?? null;
  }

  parts(before: string, after: string): ComparisonParts {
    const hostRows = once(() => this.database.query<HostRow[]>(HOSTS_SQL, [before, after]));
    return {
      tasks: once(async () => compareTasks(...(await this.headersOf(before, after, OUTCOMES_SQL)))),
      inputs: once(async () => pairsWithOtherInputs(...(await this.headersOf(before, after, INPUTS_SQL)))),
      hosts: async () => compareHosts(await hostRows(), before, after),
      hostNames: async () => new Map((await hostRows()).map(({ hostId, hostName }) => [hostId, hostName])),
      images: once(() => this.database.query<ChangedImage[]>(IMAGES_SQL, [before, after])),
    };
  }

  /** What was derived of the origins of two runs, by their uuids; missing while nothing is derived. */
  async originsOf(before: string, after: string): Promise<Map<string, ComparedOrigin>> {
    const rows = await this.database.query<(ComparedOrigin & { runId: string })[]>(ORIGINS_SQL, [before, after]);
    return new Map(rows.map(({ runId, ...origin }) => [runId, origin]));
  }

  private headersOf(before: string, after: string, sql: string): Promise<[ComparedHeader[], ComparedHeader[]]> {
    return Promise.all([
      this.database.query<ComparedHeader[]>(sql, [before]),
      this.database.query<ComparedHeader[]>(sql, [after]),
    ]);
  }
}

function compareHosts(rows: readonly HostRow[], before: string, after: string): ComparedHost[] {
  const outcomes = new Map<string, ComparedHost>();
  for (const row of rows) {
    const host = outcomes.get(row.hostName) ?? { hostName: row.hostName, before: null, after: null };
    if (row.runId === before) host.before = outcomeOf(row);
    if (row.runId === after) host.after = outcomeOf(row);
    outcomes.set(row.hostName, host);
  }
  return [...outcomes.values()].filter((host) => host.before !== host.after);
}

function outcomeOf(row: CounterRow): RunHostOutcome {
  const { unreachable, failed, changed } = recapCounts(row);
  if (unreachable > 0) return RunHostOutcome.unreachable;
  if (failed > 0) return RunHostOutcome.failed;
  return changed > 0 ? RunHostOutcome.changed : RunHostOutcome.ok;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => (reading ??= read());
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'tasks of a run with their results', text: OUTCOMES_SQL },
  { title: 'tasks of a run with what their modules were given', text: INPUTS_SQL },
  { title: 'hosts of two runs', text: HOSTS_SQL },
  { title: 'containers of two runs with other images', text: IMAGES_SQL },
  { title: 'origins of two runs', text: ORIGINS_SQL },
  { title: 'last good run to compare with', text: LAST_GOOD_SQL },
];
