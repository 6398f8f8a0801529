import { graphql } from '../../kit/graphql/graphql.js';

/** In the order and with the words of Ansible's recap. */
export const COUNTERS = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'] as const;

export type Counts = Record<(typeof COUNTERS)[number], number>;

export const RecapCountsFields = graphql(`
  fragment RecapCountsFields on RecapCounts {
    ok
    changed
    unreachable
    failed
    skipped
    rescued
    ignored
  }
`);

/** What a recap says about a host in one word: the worst that happened. */
export function outcomeOf(counts: Counts): 'unreachable' | 'failed' | 'changed' | 'ok' | 'skipped' {
  if (counts.unreachable > 0) return 'unreachable';
  if (counts.failed > 0) return 'failed';
  if (counts.changed > 0) return 'changed';
  return counts.ok > 0 ? 'ok' : 'skipped';
}

/** To sort by: the worst first. */
export const OUTCOME_RANKS = { unreachable: 0, failed: 1, changed: 2, ok: 3, skipped: 4 } as const;
