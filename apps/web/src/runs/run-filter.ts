import type { VariablesOf } from 'gql.tada';
import type { RunsQuery } from './runs.query.js';

export const RUN_STATUSES = ['running', 'failed', 'interrupted', 'completed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Names of the filter's text fields, in the URL and in the API. */
export const TEXT_FIELDS = ['name', 'host', 'user', 'controller', 'label'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const PERIODS = { '1h': 3_600, '24h': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400 } as const;
export type Period = keyof typeof PERIODS;

/** What the URL of the runs page asks for. */
export interface RunFilter extends Partial<Record<TextField, string>> {
  status: RunStatus[];
  /** `only` check mode, or `without` it. */
  check?: 'only' | 'without';
  since?: Period;
}

type FilterVariable = NonNullable<VariablesOf<typeof RunsQuery>['filter']>;

/** What it does not know, it leaves out: an old or mistyped link still shows runs. */
export function filterOf(query: URLSearchParams): RunFilter {
  const asked = query.get('status')?.split(',') ?? [];
  const filter: RunFilter = { status: RUN_STATUSES.filter((status) => asked.includes(status)) };
  for (const field of TEXT_FIELDS) {
    const text = query.get(field)?.trim();
    if (text !== undefined && text !== '') filter[field] = text;
  }
  const check = query.get('check');
  if (check === 'only' || check === 'without') filter.check = check;
  const since = query.get('since') ?? '';
  if (Object.hasOwn(PERIODS, since)) filter.since = since as Period;
  return filter;
}

export function queryOf({ status, check, since, ...texts }: RunFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (status.length > 0) query.set('status', status.join(','));
  for (const field of TEXT_FIELDS) if (texts[field]) query.set(field, texts[field]);
  if (check !== undefined) query.set('check', check);
  if (since !== undefined) query.set('since', since);
  return query;
}

export function isEmpty(filter: RunFilter): boolean {
  return queryOf(filter).size === 0;
}

/** The filter in the words of the API. */
export function variableOf({ status, check, since, ...texts }: RunFilter, now: Date): FilterVariable {
  return {
    ...texts,
    ...(status.length > 0 && { status }),
    ...(check !== undefined && { checkMode: check === 'only' }),
    ...(since !== undefined && { since: new Date(now.getTime() - PERIODS[since] * 1_000).toISOString() }),
  };
}
