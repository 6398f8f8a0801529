import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { linesOf, parseBatch, type AcceptedEvent } from '#run-events';
import { parseMultirange } from './multirange.js';

const inflate = promisify(gunzip);

/** A batch as the ledger holds it. */
export interface StoredBatch {
  batchNo: number;
  /** The sequence numbers it brought, as a Postgres multirange. */
  seqs: string;
  /** Gzipped NDJSON. */
  body: Buffer;
}

/** The events that a batch brought, without those that were duplicates or rejected when it came. */
export async function eventsOf(batch: StoredBatch): Promise<AcceptedEvent[]> {
  const ranges = parseMultirange(batch.seqs);
  const { events } = parseBatch(await inflate(batch.body));
  return events.filter(({ event }) => ranges.some(([from, to]) => event.seq >= from && event.seq < to));
}

/** One line of a batch; null when there is none at that position. */
export async function lineOf(body: Buffer, position: number): Promise<Buffer | null> {
  for (const found of linesOf(await inflate(body))) if (found.position === position) return found.line;
  return null;
}
