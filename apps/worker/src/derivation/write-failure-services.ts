import type { EntityManager } from 'typeorm';
import type { DerivedRun } from '#history';
import { ROLE_SERVICES } from './write-changes.js';

/** Tells of which service each failure of a run is. A row that stands as it should is not written again. */
export async function writeFailureServices(
  tx: EntityManager,
  runId: string,
  { roleServices }: DerivedRun,
): Promise<void> {
  await tx.query(
    `UPDATE failure SET service = named.service
     FROM failure AS known
     LEFT JOIN task ON task.run_id = known.run_id AND task.seq = known.task_seq
     LEFT JOIN ${ROLE_SERVICES}
       ON named."playSeq" = task.play_seq AND named.role IS NOT DISTINCT FROM task.role
     WHERE failure.run_id = $1 AND known.run_id = failure.run_id AND known.seq = failure.seq
       AND failure.service IS DISTINCT FROM named.service`,
    [runId, JSON.stringify(roleServices)],
  );
}
