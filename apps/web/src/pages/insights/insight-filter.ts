import type { FilterField } from '../../kit/filters/filter-field.js';
import { parseFilterText, valuesOf } from '../../kit/filters/filter-text.js';
import type { Translate } from '../../kit/i18n/i18n.js';

export const INSIGHT_KEYS = ['service', 'host', 'environment', 'action'] as const;

export type InsightKey = (typeof INSIGHT_KEYS)[number];
export type InsightFilter = Partial<Record<InsightKey, string>>;

/** What the filter bar of the insights understands. */
export function insightFilterFields(t: Translate<`filter.${InsightKey}`>): FilterField[] {
  return INSIGHT_KEYS.map((key) => ({ key, title: t(`filter.${key}`), kind: 'text' }));
}

/** The filter in the words of the API; a word alone is a service. */
export function insightFilterOf(text: string): InsightFilter {
  const { terms } = parseFilterText(text);
  const filter: InsightFilter = {};
  for (const key of INSIGHT_KEYS) {
    const value = valuesOf(terms, key).at(-1);
    if (value !== undefined) filter[key] = value;
  }
  const word = terms.findLast(({ key }) => key === null)?.value;
  if (word !== undefined) filter.service ??= word;
  return filter;
}

/** Of what each run that is counted has exactly one: so the series add up to the whole. */
export function wholeBy({ service, host }: InsightFilter): InsightKey {
  if (service !== undefined) return 'service';
  return host !== undefined ? 'host' : 'environment';
}
