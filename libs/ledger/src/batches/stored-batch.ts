import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import { linesOf, parseBatch, parseExactEvent, type AcceptedEvent } from '#run-events';
import { parseMultirange } from './multirange.js';

const inflate = promisify(gunzip);

/** NDJSON as a body is stored. */
export const deflateBody = promisify<Buffer, Buffer>(gzip);

/** Larger than Node's 16 KiB: each chunk is a trip to the thread pool. */
export const INFLATE_CHUNK = 128 * 1024;

/** So little is inflated sooner than a thread of the pool takes it up. */
const INFLATED_HERE = 4 * 1024;

/** Where the NDJSON of a batch stands in what a body holds; nulls: it is all of it. */
export interface PackPlace {
  packOffset: number | null;
  packBytes: number | null;
}

/** Where the NDJSON of a batch lies. */
export interface StoredBody extends PackPlace {
  runId: string;
  /** Gzipped: of this batch, or of the pack that it is in; null: of the same pack as the batch before. */
  body: Buffer | null;
  /** The batch whose body is the pack; null: not packed. */
  packNo: number | null;
}

/** A batch as the ledger holds it. */
export interface StoredBatch extends StoredBody {
  batchNo: number;
  /** The sequence numbers it brought, as a Postgres multirange. */
  seqs: string;
}

/** A batch as folds take it. */
export interface ReceivedBatch extends StoredBatch {
  /** By our clock. */
  receivedAt: Date;
  /** When the first batch of the run came. */
  firstReceivedAt: Date;
}

/** What StoredBody has, of rows of `ledger_batch AS batch` by their order: the first of each pack brings its body. */
export const BODY_COLUMNS = `batch.pack_no AS "packNo", batch.pack_offset AS "packOffset", batch.pack_bytes AS "packBytes",
  CASE
    WHEN batch.pack_no IS NULL THEN batch.body
    WHEN lag(batch.pack_no) OVER (PARTITION BY batch.run_id ORDER BY batch.batch_no) IS DISTINCT FROM batch.pack_no
      THEN (
        SELECT pack.body FROM ledger_batch AS pack
        WHERE pack.run_id = batch.run_id AND pack.batch_no = batch.pack_no
      )
  END AS body`;

/** How many events a batch brought. */
export function eventCountOf({ seqs }: Pick<StoredBatch, 'seqs'>): number {
  return parseMultirange(seqs).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What a body begins with, and what is accepted as NDJSON never does. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What a body holds: the NDJSON of a batch, or of those of a pack. Throws what gunzip throws. */
export async function inflateBody(body: Buffer): Promise<Buffer> {
  if (body.length <= INFLATED_HERE) return gunzipSync(body);
  return inflate(body, { chunkSize: INFLATE_CHUNK });
}

/** The NDJSON of one batch of those that a body holds. */
export function partOf(inflated: Buffer, { packOffset, packBytes }: PackPlace): Buffer {
  if (packOffset === null || packBytes === null) return inflated;
  return inflated.subarray(packOffset, packOffset + packBytes);
}

/** Reads the NDJSON of batches in their order: a pack is inflated once. */
export class BatchReader {
  private pack: { of: string; inflated: Buffer } | null = null;

  /** Throws for a body that is damaged, or missing. */
  async contentOf(batch: StoredBody): Promise<Buffer> {
    const { runId, body, packNo } = batch;
    if (body !== null && packNo === null) return inflateBody(body);
    const of = `${runId} ${packNo}`;
    if (body !== null) this.pack = { of, inflated: await inflateBody(body) };
    if (this.pack?.of !== of)
      throw new Error(`The body of run ${runId} that holds batch ${packNo} and others is missing`);
    return partOf(this.pack.inflated, batch);
  }

  /** The events that a batch brought, without those that were duplicates or rejected when it came. */
  async eventsOf(batch: StoredBatch): Promise<AcceptedEvent[]> {
    const ranges = parseMultirange(batch.seqs);
    const { events } = parseBatch(await this.contentOf(batch), parseExactEvent);
    if (events.length === eventCountOf(batch)) return events;
    return events.filter(({ event }) => ranges.some(([from, to]) => event.seq >= from && event.seq < to));
  }
}

/** These lines of a batch, by their positions; those that it does not have are left out. */
export function linesAt(content: Buffer, positions: readonly number[]): Map<number, Buffer> {
  const wanted = new Set(positions);
  const lines = new Map<number, Buffer>();
  for (const { position, line } of linesOf(content)) {
    if (wanted.has(position)) lines.set(position, line);
    if (lines.size === wanted.size) break;
  }
  return lines;
}
