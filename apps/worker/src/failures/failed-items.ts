type Result = Record<string, unknown>;

/** The items of a loop's result that failed or could not be reached; none for a task without a loop. */
export function failedItems(result: Result): Result[] {
  return Array.isArray(result.results) ? result.results.filter(isFailedItem) : [];
}

/** What Ansible prints for an item: its label, else the item itself; null when the result tells neither. */
export function labelOf(item: Result): string | null {
  const label = item._ansible_item_label ?? item.item;
  if (label === undefined || label === null) return null;
  return typeof label === 'string' ? label : JSON.stringify(label);
}

function isFailedItem(item: unknown): item is Result {
  if (typeof item !== 'object' || item === null) return false;
  const { failed, unreachable } = item as { failed?: unknown; unreachable?: unknown };
  return failed === true || unreachable === true;
}
