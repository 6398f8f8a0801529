import type { VariablesOf } from 'gql.tada';
import type { FilterField } from '../../kit/filters/filter-field.js';
import { parseFilterText, readMoment, valuesOf } from '../../kit/filters/filter-text.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import type { FailureGroupsQuery } from './failures.query.js';

export const STATES = ['new', 'known', 'regressed', 'resolved'] as const;
const TEXT_KEYS = ['role', 'task', 'module', 'host'] as const;

type FilterVariable = NonNullable<VariablesOf<typeof FailureGroupsQuery>['filter']>;
type FieldTitles = Translate<`filter.${(typeof TEXT_KEYS)[number] | 'state' | 'since' | 'tolerated'}`>;

/** What the filter bar of the failures understands. */
export function groupFilterFields(t: FieldTitles): FilterField[] {
  return [
    { key: 'state', title: t('filter.state'), kind: 'choice', values: STATES },
    ...TEXT_KEYS.map((key): FilterField => ({ key, title: t(`filter.${key}`), kind: 'text' })),
    { key: 'since', title: t('filter.since'), kind: 'moment', values: ['24h', '7d', '30d'] },
    { key: 'tolerated', title: t('filter.tolerated'), kind: 'choice', values: ['yes', 'no'] },
  ];
}

/** In the words of the API: words without a key are looked for in the message. */
export function groupFilterOf(text: string, now: Date): FilterVariable {
  const { terms } = parseFilterText(text);
  const last = (key: string) => valuesOf(terms, key).at(-1) ?? null;
  const words = terms.filter(({ key }) => key === null).map(({ value }) => value);
  const state = STATES.filter((one) => valuesOf(terms, 'state').includes(one));
  const tolerated = last('tolerated');
  return {
    state: state.length > 0 ? state : null,
    role: last('role'),
    task: last('task'),
    action: last('module'),
    host: last('host'),
    text: words.length > 0 ? words.join(' ') : null,
    since: readMoment(last('since') ?? '', now)?.toISOString() ?? null,
    tolerated: tolerated === 'yes' || tolerated === 'no' ? tolerated === 'yes' : null,
  };
}
