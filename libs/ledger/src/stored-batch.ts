import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { linesOf, parseBatch, type AcceptedEvent } from '#run-events';
import { parseMultirange } from './multirange.js';

const inflate = promisify(gunzip);

/** Larger than Node's 16 KiB: each chunk is a trip to the thread pool. */
export const INFLATE_CHUNK = 128 * 1024;

/** A batch as the ledger holds it. */
export interface StoredBatch {
  batchNo: number;
  /** The sequence numbers it brought, as a Postgres multirange. */
  seqs: string;
  /** Gzipped NDJSON. */
  body: Buffer;
}

/** How many events a batch brought. */
export function eventCountOf({ seqs }: StoredBatch): number {
  return parseMultirange(seqs).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The events that a batch brought, without those that were duplicates or rejected when it came. */
export async function eventsOf(batch: StoredBatch): Promise<AcceptedEvent[]> {
  const ranges = parseMultirange(batch.seqs);
  const { events } = parseBatch(await inflate(batch.body, { chunkSize: INFLATE_CHUNK }));
  if (events.length === eventCountOf(batch)) return events;
  return events.filter(({ event }) => ranges.some(([from, to]) => event.seq >= from && event.seq < to));
}

/** These lines of a batch, by their positions; those that it does not have are left out. */
export async function linesAt(body: Buffer, positions: readonly number[]): Promise<Map<number, Buffer>> {
  const wanted = new Set(positions);
  const lines = new Map<number, Buffer>();
  for (const { position, line } of linesOf(await inflate(body, { chunkSize: INFLATE_CHUNK }))) {
    if (wanted.has(position)) lines.set(position, line);
    if (lines.size === wanted.size) break;
  }
  return lines;
}
