import { ExactNumber } from '#exact-json';

/** What a command returned, as a double; null of a result that does not tell. */
export function returnCodeOf({ rc }: Record<string, unknown>): number | null {
  if (rc instanceof ExactNumber) return Number(rc.text);
  return typeof rc === 'number' ? rc : null;
}
