import { sha256 } from '../digests/sha256.js';
import type { StoredBatch } from './stored-batch.js';

/** What the first batch of a run is linked to. */
export const NO_LINK: Buffer = Buffer.alloc(32);

/** A batch with what proves it. */
export interface LinkedBatch extends StoredBatch {
  inflatedBytes: number;
  /** When it came, in microseconds: what Postgres keeps of it. */
  receivedMicros: string;
  /** SHA-256 of the NDJSON that was accepted; null for a batch from before that was linked. */
  contentDigest: Buffer | null;
  /** SHA-256 of the body of this very batch, null when it has none; where `contentDigest` is null, as it was accepted. */
  bodyDigest: Buffer | null;
  /** Made of all the above but the bytes, of one digest, and of the link of the batch before. */
  link: Buffer;
}

/** The link of a batch after that of the one before: what the function ledger_link of the database says. */
export function linkOf(previous: Buffer, batch: Omit<LinkedBatch, 'body' | 'link'>): Buffer {
  const { runId, batchNo, seqs, inflatedBytes, receivedMicros } = batch;
  return sha256(previous, linkedDigestOf(batch), [runId, batchNo, seqs, inflatedBytes, receivedMicros].join('|'));
}

/**
 * The digest that a batch is linked by: of what it held when it was accepted, or, from before, of its body. The link does
 * not say which: bodies are gzip, and what is accepted never is, so `verify` tells them by their first bytes.
 */
export function linkedDigestOf({
  contentDigest,
  bodyDigest,
}: Pick<LinkedBatch, 'contentDigest' | 'bodyDigest'>): Buffer {
  return contentDigest ?? bodyDigest ?? NO_LINK;
}
