import type { EntityManager } from 'typeorm';
import { SERVICE_OF_TASK } from '#database';

/** Tells of which service each failure of a run is. A row that stands as it should is not written again. */
export async function writeFailureServices(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `UPDATE failure SET service = role_service.service
     FROM failure AS known
     LEFT JOIN task ON task.run_id = known.run_id AND task.seq = known.task_seq
     LEFT JOIN ${SERVICE_OF_TASK}
     WHERE failure.run_id = $1 AND known.run_id = failure.run_id AND known.seq = failure.seq
       AND failure.service IS DISTINCT FROM role_service.service`,
    [runId],
  );
}
