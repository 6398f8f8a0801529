import { createHash } from 'node:crypto';

/** What the first batch of a run is linked to. */
export const NO_LINK: Buffer = Buffer.alloc(32);

/** A batch with what proves it. */
export interface LinkedBatch {
  runId: string;
  batchNo: number;
  /** As Postgres writes a multirange. */
  seqs: string;
  inflatedBytes: number;
  /** When it came, in microseconds: what Postgres keeps of it. */
  receivedMicros: string;
  body: Buffer;
  bodyDigest: Buffer;
  /** Made of all the above but the body itself, and of the link of the batch before. */
  link: Buffer;
}

export function sha256(...parts: (Buffer | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The link of a batch after that of the one before: what the function ledger_link of the database says. */
export function linkOf(previous: Buffer, batch: Omit<LinkedBatch, 'body' | 'link'>): Buffer {
  const { runId, batchNo, seqs, inflatedBytes, receivedMicros, bodyDigest } = batch;
  return sha256(previous, bodyDigest, [runId, batchNo, seqs, inflatedBytes, receivedMicros].join('|'));
}
