import { NO_LINK } from '../batches/batch-link.js';
import { readIfThere, writeDurably } from './durable-file.js';
import { SealingRefused } from './sealing-refused.js';

/** The last seal that was made here, as it is kept beside the key. Number 0: none yet. */
export interface RememberedSeal {
  number: number;
  digest: Buffer;
  /** Of the key that signed it. */
  fingerprint: string;
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Before the first seal. */
export function noSealYet(fingerprint: string): RememberedSeal {
  return { number: 0, digest: NO_LINK, fingerprint };
}

/** What the file says; null when there is none. Throws SealingRefused for what cannot be read. */
export async function readSealMemory(file: string): Promise<RememberedSeal | null> {
  let known: unknown;
  try {
    const text = await readIfThere(file);
    if (text === null) return null;
    known = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, error);
  }
  const { number, digest, fingerprint } = (known ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(number) || !isDigest(digest) || !isDigest(fingerprint)) throw unreadable(file);
  return { number: number as number, digest: Buffer.from(digest, 'hex'), fingerprint };
}

export function writeSealMemory(file: string, { number, digest, fingerprint }: RememberedSeal): Promise<void> {
  return writeDurably(file, `${JSON.stringify({ number, digest: digest.toString('hex'), fingerprint })}\n`);
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

function unreadable(file: string, cause?: unknown): SealingRefused {
  const refused = new SealingRefused(
    'unreadable_memory',
    `${file}, which contains the last seal, cannot be read. Restore a copy of it or, if there is none, ` +
      'check the output of `npm run ledger -- verify` and run `npm run ledger -- seal --restart REASON`.',
  );
  refused.cause = cause;
  return refused;
}
