import { ExactNumber } from '#exact-json';

/** An object of JSON that somebody's module wrote. */
export type Json = Record<string, unknown>;

/** The value if it is an object, else one without anything. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** An object, and neither a list nor an exact number. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
