import { ExactNumber } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';

/** The tree asks no other object than a date for a text to show. */
class ShownNumber extends Date {
  constructor(private readonly number: ExactNumber) {
    super(0);
  }

  override toISOString(): string {
    return this.number.text;
  }
}

/** Levels that are looked at: the plugin sends 60 at most. Of a number that is deeper the tree shows an object. */
const MAX_DEPTH = 200;

/** The value as the tree shows it, with the digits of exact numbers; the very same where there are none. */
export function forTree(value: Json, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (value instanceof ExactNumber) return new ShownNumber(value);
  const entries = Object.entries(value);
  const shown = entries.map(([name, inner]): [string, unknown] => [name, forTree(inner, depth + 1)]);
  if (shown.every(([, inner], at) => inner === entries[at]?.[1])) return value;
  return Array.isArray(value) ? shown.map(([, inner]) => inner) : Object.fromEntries(shown);
}
