import { gzipSync } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { queryPrepared } from '#database';
import { sha256 } from '../digests/sha256.js';
import { NO_LINK } from './batch-link.js';
import { toMultirange } from './multirange.js';

/** How many of the events are committed now, and how many were before. */
export interface AppendedBatch {
  accepted: number;
  duplicates: number;
}

/** Thrown for a run whose ledger retention has dropped. */
export class RunDropped extends Error {}

/** The NDJSON of a batch, ready to be stored: whoever stores it has nothing to compute that grows with it. */
export interface BatchBody {
  inflatedBytes: number;
  /** Of the NDJSON. */
  contentDigest: Buffer;
  gzipped: Buffer;
  /** Of the gzip. */
  bodyDigest: Buffer;
}

/** With the sender's gzip, where there is one. Works as long as the batch is large: not for the event loop of a server. */
export function batchBody(inflated: Buffer, gzipped: Buffer = gzipSync(inflated)): BatchBody {
  return {
    inflatedBytes: inflated.length,
    contentDigest: sha256(inflated),
    gzipped,
    bodyDigest: sha256(gzipped),
  };
}

/**
 * One statement, one round trip: takes the run's row (and so the run's turn), works out which events are new, and
 * stores the batch if any are, linked to the one before it. Batch numbers follow the commits, so a reader that sees
 * number n sees all before it.
 */
const APPEND = `
  WITH run AS (
    INSERT INTO ledger_run AS known (run_id, accepted, batches, head)
    VALUES ($1, $2::int4multirange, 1, ledger_link($7, $1::uuid, 1, $2::int4multirange, $3::integer, now(), $6))
    ON CONFLICT (run_id) DO UPDATE SET
      previously_accepted = known.accepted,
      accepted = known.accepted + excluded.accepted,
      batches = known.batches + CASE WHEN known.accepted @> excluded.accepted THEN 0 ELSE 1 END,
      head = CASE WHEN known.accepted @> excluded.accepted THEN known.head ELSE ledger_link(
        known.head, known.run_id, known.batches + 1, excluded.accepted - known.accepted, $3::integer, now(), $6
      ) END,
      last_seen_at = now()
    WHERE known.details_dropped_at IS NULL
    RETURNING batches, head, $2::int4multirange - previously_accepted AS seqs
  ), appended AS (
    INSERT INTO ledger_batch (run_id, batch_no, seqs, inflated_bytes, body, body_digest, content_digest, link)
    SELECT $1, run.batches, run.seqs, $3, $4, $5, $6, run.head FROM run WHERE NOT isempty(run.seqs)
  )
  SELECT coalesce((SELECT sum(upper(part) - lower(part)) FROM unnest(run.seqs) AS part), 0)::int AS accepted FROM run
`;

/**
 * Commits those events of a batch that the ledger does not hold yet. Throws RunDropped when it may not hold any.
 * See docs/decisions/0003-settled-is-a-watermark.md.
 */
export async function appendBatch(
  dataSource: DataSource,
  runId: string,
  /** The sequence numbers of its events. */
  seqs: readonly number[],
  body: BatchBody,
): Promise<AppendedBatch> {
  if (seqs.length === 0) return { accepted: 0, duplicates: 0 };
  const [row] = await queryPrepared<{ accepted: number }>(dataSource, APPEND, [
    runId,
    toMultirange(seqs),
    body.inflatedBytes,
    body.gzipped,
    body.bodyDigest,
    body.contentDigest,
    NO_LINK,
  ]);
  if (row === undefined) throw new RunDropped(`Retention has dropped run ${runId}`);
  const { accepted } = row;
  return { accepted, duplicates: seqs.length - accepted };
}

/** Notes a sign of life of a run. A run without any batch has no row yet, and needs none. */
export async function touchRun(dataSource: DataSource, runId: string): Promise<void> {
  await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() WHERE run_id = $1`, [runId]);
}
