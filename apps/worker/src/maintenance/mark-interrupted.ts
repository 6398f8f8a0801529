import type { DataSource } from 'typeorm';

/**
 * Marks runs as interrupted whose plugin has given no sign of life for `afterSeconds` by our clock. A later event
 * makes such a run running again. Answers the ids of the runs it marked.
 */
export async function markInterrupted(dataSource: DataSource, afterSeconds: number): Promise<string[]> {
  const [rows] = await dataSource.query<[{ id: string }[], number]>(
    `UPDATE run SET
       status = 'interrupted',
       interrupted_reason = format('no sign of life for %s seconds', $1::int)
     FROM ledger_run
     WHERE ledger_run.run_id = run.id
       AND run.status = 'running'
       AND ledger_run.last_seen_at < now() - make_interval(secs => $1)
       AND ledger_run.settled = ledger_run.batches
     RETURNING run.id`,
    [afterSeconds],
  );
  return rows.map(({ id }) => id);
}
