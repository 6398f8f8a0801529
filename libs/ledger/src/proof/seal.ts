import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './batch-link.js';

/** How far a run was when it was sealed. */
export interface SealedRun {
  runId: string;
  batches: number;
  /** The link of its last batch. */
  head: Buffer;
}

/** What was said, by its digest, and who says so. */
export interface Signed {
  digest: Buffer;
  /** Ed25519, as DER. */
  publicKey: Buffer;
  signature: Buffer;
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

export function signSeal(digest: Buffer, key: KeyObject): Omit<Signed, 'digest'> {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return { publicKey, signature: sign(null, digest, key) };
}

export function isSignedBy({ digest, publicKey, signature }: Signed): boolean {
  try {
    return verify(null, digest, createPublicKey({ key: publicKey, type: 'spki', format: 'der' }), signature);
  } catch {
    // Whatever stands there is no key.
    return false;
  }
}

/** What people compare and pin: SHA-256 of a public key. */
export function fingerprintOf(publicKey: Buffer): string {
  return sha256(publicKey).toString('hex');
}
