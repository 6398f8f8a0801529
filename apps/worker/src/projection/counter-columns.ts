import { COUNT_KEYS, type CountKey, type Counts } from './counts.js';
import { sum } from './fold-table.js';

/** The columns of a row that counts results, and of Ansible's own count once it has come. */
export type CounterColumns = Record<`results${Capitalize<CountKey>}`, number> &
  Record<`recap${Capitalize<CountKey>}`, number | null>;

export function counterColumns(counts: Counts, recap: Counts | null): CounterColumns {
  const columns: Record<string, number | null> = {};
  for (const key of COUNT_KEYS) {
    const name = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    columns[`results${name}`] = counts[key];
    columns[`recap${name}`] = recap?.[key] ?? null;
  }
  return columns as CounterColumns;
}

/** Each event is folded once: what is counted adds up. */
export const COUNTED = {
  resultsOk: sum,
  resultsChanged: sum,
  resultsFailed: sum,
  resultsSkipped: sum,
  resultsUnreachable: sum,
  resultsIgnored: sum,
  resultsRescued: sum,
} as const;
