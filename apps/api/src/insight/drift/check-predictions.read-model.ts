import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { CheckPrediction, PredictionVerdict, type PredictedTask } from './check-prediction.type.js';
import { judgePrediction } from './judge-prediction.js';

interface ComparedRow {
  service: string;
  nextRunId: string | null;
  task: string;
  module: string;
  host: string;
  predicted: string | null;
  happened: string | null;
}

/**
 * Of a run in check mode: for each service the first real run after it with the same action that ran one of its tasks
 * on one of its hosts, found by task_outcome_task_idx; then both, task by task and host by host.
 */
const COMPARED_SQL = `WITH checked AS (
  SELECT task_outcome.* FROM task_outcome WHERE task_outcome.run_id = $1 AND task_outcome.check_mode
), next_run AS (
  SELECT DISTINCT ON (checked.service) checked.service, following.run_id
  FROM checked
  JOIN run_origin AS checked_origin ON checked_origin.run_id = checked.run_id
  CROSS JOIN LATERAL (
    SELECT later.run_id, later.occurred_at
    FROM task_outcome AS later
    JOIN run_origin ON run_origin.run_id = later.run_id
    WHERE NOT later.check_mode
      AND (later.service, later.task, later.action) = (checked.service, checked.task, checked.action)
      AND later.occurred_at > checked.occurred_at
      AND later.host_ids && checked.host_ids
      AND run_origin.action IS NOT DISTINCT FROM checked_origin.action
    ORDER BY later.occurred_at, later.run_id
    LIMIT 1
  ) AS following
  ORDER BY checked.service, following.occurred_at, following.run_id
), checked_host AS (
  SELECT DISTINCT checked.service, host_id FROM checked CROSS JOIN LATERAL unnest(checked.host_ids) AS host_id
), predicted AS (
  SELECT checked.service, checked.task, checked.action, told.host_id, told.status
  FROM checked CROSS JOIN LATERAL unnest(checked.host_ids, checked.statuses) AS told(host_id, status)
), happened AS (
  SELECT task_outcome.service, task_outcome.task, task_outcome.action, told.host_id, told.status
  FROM next_run
  JOIN task_outcome ON task_outcome.run_id = next_run.run_id AND task_outcome.service = next_run.service
  CROSS JOIN LATERAL unnest(task_outcome.host_ids, task_outcome.statuses) AS told(host_id, status)
  JOIN checked_host ON checked_host.service = next_run.service AND checked_host.host_id = told.host_id
)
SELECT service, next_run.run_id AS "nextRunId", task, action AS module, host.name AS host,
  predicted.status AS predicted, happened.status AS happened
FROM predicted
FULL JOIN happened USING (service, task, action, host_id)
LEFT JOIN next_run USING (service)
JOIN host ON host.id = host_id
ORDER BY service, task, module, host.name`;

@Injectable()
export class CheckPredictionsReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  /** Empty when the run was not in check mode, or none of its tasks worked for a service. */
  async of(runId: string): Promise<CheckPrediction[]> {
    const rows = await this.database.query<ComparedRow[]>(COMPARED_SQL, [runId]);
    const predictions = new Map<string, CheckPrediction>();
    for (const { service, nextRunId, predicted, happened, ...place } of rows) {
      const prediction = predictions.get(service) ?? emptyPrediction(service, nextRunId);
      predictions.set(service, prediction);
      // Without a run to compare with, nothing can be said about what did not happen.
      const verdict = nextRunId === null ? null : judgePrediction(predicted, happened);
      if (verdict !== null) add(prediction, { ...place, verdict });
    }
    return [...predictions.values()];
  }
}

function emptyPrediction(service: string, nextRunId: string | null): CheckPrediction {
  const counts = { happened: 0, didNotHappen: 0, notPredicted: 0, notChecked: 0 };
  return objectOf(CheckPrediction, { service, nextRunId, ...counts, allTasks: [] });
}

const COUNTERS = {
  [PredictionVerdict.happened]: 'happened',
  [PredictionVerdict.did_not_happen]: 'didNotHappen',
  [PredictionVerdict.not_predicted]: 'notPredicted',
  [PredictionVerdict.not_checked]: 'notChecked',
} as const;

function add(prediction: CheckPrediction, task: PredictedTask): void {
  prediction[COUNTERS[task.verdict]] += 1;
  prediction.allTasks.push(task);
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'a check run beside what then happened', text: COMPARED_SQL }];
