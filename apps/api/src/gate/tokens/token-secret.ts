import { createHash, randomBytes } from 'node:crypto';

const RANDOM_BYTES = 24;

/** A new token: 192 random bits. */
export function newSecret(): string {
  return `pl_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/**
 * What is stored of a token, and what it is looked up by. How long the look-up takes may tell something of digests, and
 * so nothing of tokens: no comparison of tokens happens anywhere.
 */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
