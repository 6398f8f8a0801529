import { MARK, withMarks } from './exact-number.js';

const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** JSON.stringify, but that exact numbers are written as they were read. `indent`: spaces of a level. */
export function writeJson(value: unknown, indent?: number): string {
  const text = withMarks(() => JSON.stringify(value, null, indent));
  return text.includes(MARK) ? text.replaceAll(MARKED, '$1') : text;
}
