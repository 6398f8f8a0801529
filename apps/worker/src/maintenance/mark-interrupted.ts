import type { DataSource } from 'typeorm';
import { tryLockRun } from '#ledger';
import type { RunProjector } from '../projection/project-run.js';

const SILENT = `ledger_run.run_id = run.id
  AND run.status = 'running'
  AND ledger_run.last_seen_at < now() - make_interval(secs => $1)
  AND ledger_run.settled = ledger_run.batches`;

/**
 * Marks runs as interrupted whose plugin has given no sign of life for `afterSeconds` by our clock, and derives what
 * that makes of their deployments. A later event makes such a run running again. Answers the ids of the runs it marked.
 */
export async function markInterrupted(
  dataSource: DataSource,
  projector: RunProjector,
  afterSeconds: number,
): Promise<string[]> {
  const silent = await dataSource.query<{ id: string }[]>(`SELECT run.id FROM run, ledger_run WHERE ${SILENT}`, [
    afterSeconds,
  ]);
  const marked: string[] = [];
  for (const { id } of silent) if (await markOne(dataSource, projector, id, afterSeconds)) marked.push(id);
  return marked;
}

/** One transaction each: whoever is folding one of them will be asked again next time. */
function markOne(
  dataSource: DataSource,
  projector: RunProjector,
  runId: string,
  afterSeconds: number,
): Promise<boolean> {
  return dataSource.transaction(async (tx) => {
    if (!(await tryLockRun(tx, runId))) return false;
    const [rows] = await tx.query<[object[], number]>(
      `UPDATE run SET
         status = 'interrupted',
         interrupted_reason = format('no sign of life for %s seconds', $1::int)
       FROM ledger_run
       WHERE ${SILENT} AND run.id = $2
       RETURNING run.id`,
      [afterSeconds, runId],
    );
    if (rows.length === 0) return false;
    await projector.derive(tx, runId);
    return true;
  });
}
