import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RunProgress } from './run-progress.type.js';

const resultsOf = (run: string) =>
  ['ok', 'changed', 'failed', 'unreachable', 'skipped'].map((status) => `${run}.results_${status}`).join(' + ');

/**
 * Of each running run the last completed one like it: backwards from its start along run_started_at_id_idx. A run that
 * has none like it in the last year is looked for no further.
 */
const RUN_PROGRESS_SQL = `SELECT run.id AS "runId", similar_run.id AS "similarRunId",
  ${resultsOf('run')} AS results, ${resultsOf('similar_run')} AS "expectedResults",
  extract(epoch FROM similar_run.finished_at - similar_run.started_at)::double precision AS "expectedDuration"
FROM run
LEFT JOIN run_origin ON run_origin.run_id = run.id
CROSS JOIN LATERAL (
  SELECT earlier.*
  FROM run AS earlier
  LEFT JOIN run_origin AS earlier_origin ON earlier_origin.run_id = earlier.id
  WHERE earlier.started_at < run.started_at
    AND earlier.started_at > run.started_at - interval '1 year'
    AND earlier.status = 'completed'
    AND earlier.finished_at IS NOT NULL
    AND earlier.playbook_path = run.playbook_path
    AND earlier.ad_hoc_command IS NOT DISTINCT FROM run.ad_hoc_command
    AND earlier.check_mode IS NOT DISTINCT FROM run.check_mode
    AND earlier.tags IS NOT DISTINCT FROM run.tags
    AND earlier.skip_tags IS NOT DISTINCT FROM run.skip_tags
    AND earlier.limit_pattern IS NOT DISTINCT FROM run.limit_pattern
    AND earlier_origin.action IS NOT DISTINCT FROM run_origin.action
  ORDER BY earlier.started_at DESC, earlier.id DESC
  LIMIT 1
) AS similar_run
WHERE run.id = ANY($1::uuid[]) AND run.status = 'running'`;

interface ProgressRow {
  runId: string;
  similarRunId: string;
  results: number;
  expectedResults: number;
  expectedDuration: number;
}

@Injectable()
export class RunProgressReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  /** By uuid; runs that have ended, and those like which none has completed, are missing. */
  async of(uuids: readonly string[]): Promise<Map<string, RunProgress>> {
    const rows = await this.database.query<ProgressRow[]>(RUN_PROGRESS_SQL, [uuids]);
    return new Map(rows.map((row) => [row.runId, toProgress(row)]));
  }
}

function toProgress({ similarRunId, results, expectedResults, expectedDuration }: ProgressRow): RunProgress {
  const part = expectedResults === 0 ? 0 : Math.min(1, results / expectedResults);
  return objectOf(RunProgress, { similarRunId, part, expectedResults, expectedDuration });
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'the last run like each running one', text: RUN_PROGRESS_SQL }];
