import type { VariablesOf } from 'gql.tada';
import type { FilterField } from '../../kit/filters/filter-field.js';
import { parseFilterText, readMoment, valuesOf } from '../../kit/filters/filter-text.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import type { RunsQuery } from './runs.query.js';

export const RUN_STATUSES = ['running', 'failed', 'interrupted', 'completed'] as const;
const PERIODS = ['1h', '24h', '7d', '30d'];
const TEXT_KEYS = [
  'service',
  'host',
  'action',
  'release',
  'environment',
  'operator',
  'name',
  'user',
  'controller',
  'label',
] as const;
export type TextKey = (typeof TEXT_KEYS)[number];

/** Values that the page has met, to suggest. */
export type KnownValues = Partial<Record<TextKey, readonly string[]>>;

type FilterVariable = NonNullable<VariablesOf<typeof RunsQuery>['filter']>;
type FieldTitles = Translate<`filter.${TextKey | 'status' | 'check' | 'since' | 'until'}`>;

/** What the filter bar of the runs understands. */
export function runFilterFields(t: FieldTitles, known: KnownValues): FilterField[] {
  return [
    { key: 'status', title: t('filter.status'), kind: 'choice', values: RUN_STATUSES },
    ...TEXT_KEYS.map((key): FilterField => ({
      key,
      title: t(`filter.${key}`),
      kind: 'text',
      values: known[key] ?? [],
    })),
    { key: 'check', title: t('filter.check'), kind: 'choice', values: ['yes', 'no'] },
    { key: 'since', title: t('filter.since'), kind: 'moment', values: PERIODS },
    { key: 'until', title: t('filter.until'), kind: 'moment', values: PERIODS },
  ];
}

/** The filter in the words of the API. What is not understood is left out; the filter bar says so. */
export function runFilterOf(text: string, now: Date): FilterVariable {
  const { terms } = parseFilterText(text);
  const last = (key: string) => valuesOf(terms, key).at(-1);
  const moment = (key: string) => readMoment(last(key) ?? '', now)?.toISOString();
  const words = terms.filter(({ key }) => key === null).map(({ value }) => value);
  const filter: FilterVariable = {};
  const status = RUN_STATUSES.filter((one) => valuesOf(terms, 'status').includes(one));
  if (status.length > 0) filter.status = status;
  for (const key of TEXT_KEYS) {
    const value = last(key);
    if (value !== undefined) filter[key] = value;
  }
  // A word alone is looked for in the playbook's name, as in ARA.
  if (words.length > 0) filter.name ??= words.join(' ');
  const check = last('check');
  if (check === 'yes' || check === 'no') filter.checkMode = check === 'yes';
  const [since, until] = [moment('since'), moment('until')];
  if (since !== undefined) filter.since = since;
  if (until !== undefined) filter.until = until;
  return filter;
}
