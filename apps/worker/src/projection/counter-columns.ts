import type { ResultCounts } from '#history';
import type { HostRecap } from '#run-events';
import { sum } from './fold-table.js';

const KEYS = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;
type Key = (typeof KEYS)[number];

/** The columns of a row that counts results, and of Ansible's own count once it has come. */
export type CounterColumns = Record<`results${Capitalize<Key>}`, number> &
  Record<`recap${Capitalize<Key>}`, number | null>;

export function counterColumns(counts: ResultCounts, recap: HostRecap | null): CounterColumns {
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
