import { createHash } from 'node:crypto';

/** A row of an index of Postgres has 2,704 bytes at most, and some have three names. */
const MOST_BYTES = 500;
const BEGINNING = 100;

/**
 * A name that is part of keys, such as that of a host or of a service: itself, unless it is long; then its beginning,
 * and a digest by which it is told from others. The ledger has it whole. `short_key` of the database gives the same.
 */
export function shortKey(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const beginning = [...name.slice(0, 2 * BEGINNING)].slice(0, BEGINNING).join('');
  return `${beginning}… ${digest}`;
}
