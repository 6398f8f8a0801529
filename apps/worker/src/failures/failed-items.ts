import { writeJson } from '#exact-json';
import { itemLabelOf, loopOf, type Json, type ToldResult } from '#history';

/** The items of a loop's result that failed or could not be reached; none for a task without a loop. */
export function failedItems(told: ToldResult): Json[] {
  const items = loopOf(told)?.items ?? [];
  return items.map(({ result }) => result).filter((item) => item['failed'] === true || item['unreachable'] === true);
}

/** What Ansible prints for an item, as text; null when the result does not tell it. */
export function labelOf(item: Json): string | null {
  const label = itemLabelOf(item);
  if (label === null) return null;
  return typeof label === 'string' ? label : writeJson(label);
}
