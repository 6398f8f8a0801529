import { createHash } from 'node:crypto';
import { sha256 } from './batch-link.js';
import type { Signed } from './signed.js';

/** How far a run was when it was sealed. */
export interface SealedRun {
  runId: string;
  batches: number;
  /** The link of its last batch. */
  head: Buffer;
}

/** A signed statement of how far all runs were: of those that had grown since the one before. */
export interface Seal extends Signed {
  id: number;
  sealedMicros: string;
  /** Digest of the seal before; NO_LINK for the first. */
  previous: Buffer;
  runs: SealedRun[];
  root: Buffer;
}

/** One digest of all runs, in the order of their ids. */
export function rootOf(runs: readonly SealedRun[]): Buffer {
  const hash = createHash('sha256');
  for (const { runId, batches, head } of runs) hash.update(`${runId}|${batches}|`).update(head);
  return hash.digest();
}

export function sealDigest({ id, sealedMicros, previous, runs, root }: Omit<Seal, keyof Signed>) {
  return sha256(previous, root, `${id}|${sealedMicros}|${runs.length}`);
}
