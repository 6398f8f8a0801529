import { shortKey } from './short-key.js';

/** A derived value and where it comes from; both null when nothing tells it. */
export interface Sourced {
  value: string | null;
  source: string | null;
}

/** The first value that is told: a text that is not empty and no template. */
export function firstTold(candidates: readonly (readonly [value: unknown, source: string])[]): Sourced {
  for (const [value, source] of candidates) {
    if (typeof value === 'string' && value.trim() !== '' && value !== 'None' && !value.includes('{{')) {
      return { value: shortKey(value), source };
    }
  }
  return { value: null, source: null };
}
