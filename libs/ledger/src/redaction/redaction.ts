import type { KeyObject } from 'node:crypto';
import { sha256 } from '../proof/batch-link.js';
import { signSeal, type Signed } from '../proof/seal.js';

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

type Unsigned = Omit<Redaction, keyof Signed>;

export function redactionDigest({ id, redactedMicros, actor, reason, batches }: Unsigned): Buffer {
  const parts = batches.flatMap(({ runId, batchNo, before, after }) => [`${runId}|${batchNo}|`, before, after]);
  return sha256(JSON.stringify(['redaction', id, redactedMicros, actor, reason]), ...parts);
}

export function signRedaction(redaction: Unsigned, key: KeyObject): Redaction {
  const digest = redactionDigest(redaction);
  return { ...redaction, digest, ...signSeal(digest, key) };
}
