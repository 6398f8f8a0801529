import type { EntityManager } from 'typeorm';
import { SERVICE_OF_TASK } from '#database';
import type { DerivedRun } from '#history';

/**
 * Tells of which service each failure of a run is, and of which services it is a cause: its own, and those that missed
 * the host because the failure had lost it. A row that stands as it should is not written again.
 */
export async function writeFailureServices(
  tx: EntityManager,
  runId: string,
  { losses }: Pick<DerivedRun, 'losses'>,
): Promise<void> {
  await tx.query(
    `UPDATE failure SET service = role_service.service
     FROM failure AS known
     LEFT JOIN task ON task.run_id = known.run_id AND task.seq = known.task_seq
     LEFT JOIN ${SERVICE_OF_TASK}
     WHERE failure.run_id = $1 AND known.run_id = failure.run_id AND known.seq = failure.seq
       AND failure.service IS DISTINCT FROM role_service.service`,
    [runId],
  );
  await tx.query(
    `WITH new AS MATERIALIZED (
       SELECT failure.seq, failure.service, failure.occurred_at
       FROM failure
       WHERE failure.run_id = $1 AND failure.service IS NOT NULL
       UNION
       SELECT failure.seq, loss.service, failure.occurred_at
       FROM jsonb_to_recordset($2) AS loss(service text, "hostId" integer, "playSeq" integer)
       JOIN failure ON failure.run_id = $1 AND failure.host_id = loss."hostId"
         AND NOT failure.ignored AND NOT failure.rescued
       JOIN task ON task.run_id = $1 AND task.seq = failure.task_seq AND task.play_seq = loss."playSeq"
     ), gone AS (
       DELETE FROM failure_service AS old
       WHERE old.run_id = $1
         AND NOT EXISTS (SELECT 1 FROM new WHERE new.seq = old.seq AND new.service = old.service)
     )
     INSERT INTO failure_service (run_id, seq, service, occurred_at)
     SELECT $1, new.seq, new.service, new.occurred_at FROM new
     ON CONFLICT (run_id, seq, service) DO NOTHING`,
    [runId, JSON.stringify(losses)],
  );
}
