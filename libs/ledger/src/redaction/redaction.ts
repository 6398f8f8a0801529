import { sha256 } from '../digests/sha256.js';
import type { Signed } from '../digests/signed.js';

/** A batch whose body was replaced; its digest and link are still those of the body that was accepted. */
export interface RedactedBatch {
  runId: string;
  batchNo: number;
  /** SHA-256 of the body that was there. */
  before: Buffer;
  /** SHA-256 of the body that is there now. */
  after: Buffer;
}

/** A signed statement of what was taken out of the ledger, by whom, when and why: not what it was. */
export interface Redaction extends Signed {
  id: number;
  redactedMicros: string;
  actor: string;
  reason: string;
  /** In the order of run ids and batch numbers. */
  batches: RedactedBatch[];
}

/** Of a batch, among all. */
export const keyOf = ({ runId, batchNo }: Pick<RedactedBatch, 'runId' | 'batchNo'>): string => `${runId} ${batchNo}`;

export function redactionDigest({ id, redactedMicros, actor, reason, batches }: Omit<Redaction, keyof Signed>): Buffer {
  const parts = batches.flatMap(({ runId, batchNo, before, after }) => [`${runId}|${batchNo}|`, before, after]);
  return sha256(JSON.stringify(['redaction', id, redactedMicros, actor, reason]), ...parts);
}
