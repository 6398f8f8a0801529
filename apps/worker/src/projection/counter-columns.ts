import { sum } from './fold-table.js';

const KEYS = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;
type Key = (typeof KEYS)[number];

/** The columns of a row that counts results, and of Ansible's own count once it has come. */
export type CounterColumns = Record<`results${Capitalize<Key>}`, number> &
  Record<`recap${Capitalize<Key>}`, number | null>;

/** Results by status, as we count them or as Ansible's recap does. */
export type Counts = Record<Key, number>;

export function sumCounts(all: readonly Counts[]): Counts {
  const sums: Counts = { ok: 0, changed: 0, failed: 0, unreachable: 0, skipped: 0, ignored: 0, rescued: 0 };
  for (const counts of all) {
    for (const key of KEYS) sums[key] += counts[key];
  }
  return sums;
}

export function counterColumns(counts: Counts, recap: Counts | null): CounterColumns {
  const columns: Record<string, number | null> = {};
  for (const key of KEYS) {
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
