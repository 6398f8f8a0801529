import { sha256 } from '../digests/sha256.js';
import type { Signed } from '../digests/signed.js';
import { rootOf, type SealedRun } from '../sealing/seal.js';

/** A signed statement of which runs retention took from the ledger, when and by which rules, and how far they were. */
export interface Retention extends Signed {
  id: number;
  droppedMicros: string;
  policy: string;
  /** As they were when they went, in the order of their ids. */
  runs: SealedRun[];
}

export function retentionDigest({
  id,
  droppedMicros,
  policy,
  runs,
}: Omit<Retention, keyof Signed | 'runs'> & { runs: readonly SealedRun[] }): Buffer {
  return sha256(JSON.stringify(['retention', id, droppedMicros, policy]), rootOf(runs));
}
