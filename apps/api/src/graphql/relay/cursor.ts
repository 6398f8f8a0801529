import { BadInputError } from '../../errors/bad-input.error.js';

/** A cursor holds the key of its row: paging goes on behind that key and never counts rows. */
export function toCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key inside a cursor. Throws BadInputError when it is not one of a list with this many key columns. */
export function fromCursor(cursor: string, columns: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === columns && key.every((part) => typeof part === 'string')) return key;
  } catch {
    // Not JSON: the same answer as for a cursor of another list.
  }
  throw new BadInputError('"after" is not a cursor of this list.');
}
