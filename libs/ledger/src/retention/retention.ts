import type { KeyObject } from 'node:crypto';
import { sha256 } from '../proof/batch-link.js';
import { rootOf, signSeal, type SealedRun, type Signed } from '../proof/seal.js';

/** A signed statement of which runs retention took from the ledger, when and by which rules, and how far they were. */
export interface Retention extends Signed {
  id: number;
  droppedMicros: string;
  policy: string;
  /** As they were when they went, in the order of their ids. */
  runs: SealedRun[];
}

type Unsigned = Omit<Retention, keyof Signed>;

export function retentionDigest({ id, droppedMicros, policy, runs }: Unsigned): Buffer {
  return sha256(JSON.stringify(['retention', id, droppedMicros, policy]), rootOf(runs));
}

export function signRetention(retention: Unsigned, key: KeyObject): Signed {
  const digest = retentionDigest(retention);
  return { digest, ...signSeal(digest, key) };
}
