import type { DataSource } from 'typeorm';
import { MICROS } from '../digests/micros.js';
import type { LinkedBatch } from './batch-link.js';
import { BODY_COLUMNS } from './stored-batch.js';

const BATCHES_AT_ONCE = 200;
const BYTES_AT_ONCE = 16 * 1024 * 1024;
const NIL = '00000000-0000-0000-0000-000000000000';

/** So many, and no more of them than fill so many bytes: a batch may be of some megabytes. */
const BATCHES = `SELECT batch.run_id AS "runId", batch.batch_no AS "batchNo", batch.seqs::text AS seqs,
    batch.inflated_bytes AS "inflatedBytes", ${MICROS('batch.received_at')} AS "receivedMicros", ${BODY_COLUMNS},
    batch.body_digest AS "bodyDigest", batch.content_digest AS "contentDigest", batch.link
  FROM (
    SELECT ledger_batch.*, sum(octet_length(ledger_batch.body)) OVER (
      ORDER BY ledger_batch.run_id, ledger_batch.batch_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS bytes_before
    FROM (
      SELECT ledger_batch.*
      FROM ledger_batch
      WHERE (ledger_batch.run_id, ledger_batch.batch_no) > ($1, $2)
        AND ($3::timestamptz IS NULL OR ledger_batch.received_at >= $3)
      ORDER BY ledger_batch.run_id, ledger_batch.batch_no
      LIMIT ${BATCHES_AT_ONCE}
    ) AS ledger_batch
  ) AS batch
  WHERE coalesce(batch.bytes_before, 0) < ${BYTES_AT_ONCE}
  ORDER BY batch.run_id, batch.batch_no`;

/** The batches of a database, or those that came since then, read behind keys: there may come more meanwhile. */
export async function* storedBatches(
  dataSource: Pick<DataSource, 'query'>,
  since: string | null = null,
): AsyncGenerator<LinkedBatch> {
  for (let after: [string, number] = [NIL, 0]; ;) {
    const rows = await dataSource.query<LinkedBatch[]>(BATCHES, [...after, since]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.runId, last.batchNo];
  }
}
