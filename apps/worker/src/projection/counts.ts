export const COUNT_KEYS = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;
export type CountKey = (typeof COUNT_KEYS)[number];

/** Results by status, as we count them or as Ansible's recap does. */
export type Counts = Record<CountKey, number>;

export function sumCounts(all: readonly Counts[]): Counts {
  const sums: Counts = { ok: 0, changed: 0, failed: 0, unreachable: 0, skipped: 0, ignored: 0, rescued: 0 };
  for (const counts of all) {
    for (const key of COUNT_KEYS) sums[key] += counts[key];
  }
  return sums;
}
