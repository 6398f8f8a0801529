import type { VariablesOf } from 'gql.tada';
import type { FilterField } from '../../kit/filters/filter-field.js';
import { parseFilterText, readMoment, valuesOf } from '../../kit/filters/filter-text.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import type { ChangeFilter } from '../../parts/changes/changes.query.js';
import type { ChangeCountsQuery } from './change-counts.query.js';

const PERIODS = ['24h', '7d', '30d', '90d'];
const ACTIONS = ['deploy', 'reconfigure', 'upgrade', 'stop', 'destroy', 'pull'];

/** The keys of the filter bar, and what the API calls them. */
const TEXTS = {
  service: 'service',
  host: 'host',
  operator: 'operator',
  environment: 'environment',
  commit: 'configurationCommit',
  task: 'task',
  role: 'role',
  module: 'module',
  run: 'run',
} as const;
const TEXT_KEYS = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

type ChangeCountFilter = NonNullable<VariablesOf<typeof ChangeCountsQuery>['filter']>;
type FieldTitles = Translate<`filter.${keyof typeof TEXTS | 'action' | 'check' | 'since' | 'until'}`>;

/** What the filter bar of the changes understands. */
export function changeFilterFields(t: FieldTitles): FilterField[] {
  return [
    ...TEXT_KEYS.map((key): FilterField => ({ key, title: t(`filter.${key}`), kind: 'text' })),
    { key: 'action', title: t('filter.action'), kind: 'text', values: ACTIONS },
    { key: 'check', title: t('filter.check'), kind: 'choice', values: ['yes', 'no'] },
    { key: 'since', title: t('filter.since'), kind: 'moment', values: PERIODS },
    { key: 'until', title: t('filter.until'), kind: 'moment', values: PERIODS },
  ];
}

/** The filter in the words of the API. What is not understood is left out; the filter bar says so. */
export function changeFilterOf(text: string, now: Date): ChangeFilter {
  const { terms } = parseFilterText(text);
  const last = (key: string) => valuesOf(terms, key).at(-1);
  const filter: ChangeFilter = {};
  for (const key of TEXT_KEYS) {
    // A task's name may hold a comma.
    const value = key === 'task' ? terms.findLast((term) => term.key === 'task')?.value : last(key);
    if (value !== undefined && value !== '') filter[TEXTS[key]] = value;
  }
  // A word alone is a service: what auditors ask for first.
  const word = terms.findLast(({ key }) => key === null)?.value;
  if (word !== undefined) filter.service ??= word;
  const actions = valuesOf(terms, 'action');
  if (actions.length > 0) filter.action = actions;
  if (last('check') === 'yes') filter.checkMode = true;
  for (const key of ['since', 'until'] as const) {
    const moment = readMoment(last(key) ?? '', now);
    if (moment !== null) filter[key] = moment.toISOString();
  }
  return filter;
}

/** For figures of a period: a question that moves with every second would never be answered from memory. */
export function toTheHour(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
}

/** The same for counts, which know nothing of single tasks and runs: null when the filter asks for those. */
export function countFilterOf(filter: ChangeFilter): ChangeCountFilter | null {
  const { task, role, module, run, ...known } = filter;
  return task == null && role == null && module == null && run == null ? known : null;
}

/** The same as parameters of an export. */
export function exportParametersOf(filter: ChangeFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value != null) parameters.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  // Without it an export has both, and the page shows what was really done.
  if (filter.checkMode == null) parameters.set('checkMode', 'false');
  return parameters;
}
