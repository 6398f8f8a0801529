import type { DataSource } from 'typeorm';

/**
 * What waits in the ledger to be folded, of all runs but those whose fold has stopped.
 * See docs/decisions/0015-uploads-are-refused-by-what-waits-not-by-its-age.md.
 */
export interface Backlog {
  runs: number;
  batches: number;
  /** Inflated. */
  bytes: number;
  /** For how long the oldest batch has waited; 0 when none waits. */
  lagSeconds: number;
}

/** Served by ledger_run_unsettled and the key of ledger_batch: it costs what waits, not what the ledger holds. */
const BACKLOG = `
  SELECT count(*)::int AS runs,
    coalesce(sum(ledger_run.batches - ledger_run.settled), 0)::float8 AS batches,
    coalesce(sum(waiting.bytes), 0)::float8 AS bytes,
    coalesce(extract(epoch FROM now() - min(waiting.oldest)), 0)::float8 AS "lagSeconds"
  FROM ledger_run
  CROSS JOIN LATERAL (
    SELECT sum(ledger_batch.inflated_bytes) AS bytes, min(ledger_batch.received_at) AS oldest
    FROM ledger_batch
    WHERE ledger_batch.run_id = ledger_run.run_id AND ledger_batch.batch_no > ledger_run.settled
  ) AS waiting
  WHERE ledger_run.settled < ledger_run.batches AND NOT EXISTS (
    SELECT 1 FROM run_trouble WHERE run_trouble.run_id = ledger_run.run_id AND run_trouble.stopped
  )`;

export async function backlogOf(dataSource: DataSource): Promise<Backlog> {
  const [backlog] = await dataSource.query<Backlog[]>(BACKLOG);
  return backlog ?? { runs: 0, batches: 0, bytes: 0, lagSeconds: 0 };
}
