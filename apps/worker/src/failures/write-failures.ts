import type { EntityManager } from 'typeorm';
import type { FailureRow } from './failure-row.js';

/** Writes the failures that a fold gave. They have no group yet: see groupFailures. */
export async function writeFailures(
  tx: EntityManager,
  runId: string,
  failures: readonly FailureRow[],
  hostIds: ReadonlyMap<string, number>,
): Promise<void> {
  if (failures.length === 0) return;
  const rows = failures.map(({ host, ...failure }) => ({ ...failure, hostId: hostIds.get(host) }));
  await tx.query(
    `INSERT INTO failure (
       run_id, seq, task_seq, host_id, status, ignored, rescued, occurred_at, item, failed_items, rc, stderr, message,
       signature
     )
     SELECT $1, new.seq, new."taskSeq", new."hostId", new.status, new.ignored, new.rescued, new."occurredAt", new.item,
       new."failedItems", new.rc, new.stderr, new.message, new.signature
     FROM jsonb_to_recordset($2) AS new(
       seq integer, "taskSeq" integer, "hostId" integer, status result_status, ignored boolean, rescued boolean,
       "occurredAt" timestamptz, item text, "failedItems" integer, rc integer, stderr text,
       message text, signature text[]
     )
     ON CONFLICT (run_id, seq) DO NOTHING`,
    [runId, JSON.stringify(rows)],
  );
}
