import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './sha256.js';

/** What was said, by its digest, and who says so. */
export interface Signed {
  digest: Buffer;
  /** Ed25519, as DER. */
  publicKey: Buffer;
  signature: Buffer;
}

export function signDigest(digest: Buffer, key: KeyObject): Signed {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return { digest, publicKey, signature: sign(null, digest, key) };
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
