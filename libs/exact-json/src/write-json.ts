import { canonicalNumber } from './canonical-number.js';
import { ExactNumber, MARK, withMarks } from './exact-number.js';

const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** JSON.stringify, but that exact numbers are written as they were read. `indent`: spaces of a level. */
export function writeJson(value: unknown, indent?: number): string {
  return withoutMarks(withMarks(() => JSON.stringify(value, null, indent)));
}

/** JSON that is the same for equal values: 1.0 is 1 in it. Not for readers; names keep their order. */
export function comparableJson(value: unknown): string {
  return withoutMarks(JSON.stringify(value, comparable));
}

function comparable(this: Record<string, unknown>, name: string, written: unknown): unknown {
  const value = this[name];
  return value instanceof ExactNumber ? MARK + canonicalNumber(value) : written;
}

function withoutMarks(text: string): string {
  return text.includes(MARK) ? text.replaceAll(MARKED, '$1') : text;
}
