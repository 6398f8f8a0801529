import { readMoment, valuesOf, type Term } from './filter-text.js';

/** A key of a filter and what may follow it. */
export interface FilterField {
  key: string;
  /** What it asks for, in a few words. */
  title: string;
  /** `choice`: nothing but `values`; `moment`: 7d, 2026-11-01; `text`: anything. */
  kind: 'choice' | 'moment' | 'text';
  /** All values, or some good ones to begin with. */
  values?: readonly string[];
}

export type Mistake = { kind: 'key'; key: string } | { kind: 'value'; term: string; field: FilterField };

/** What of a filter would be left unanswered. */
export function mistakesOf(terms: readonly Term[], fields: readonly FilterField[]): Mistake[] {
  const now = new Date();
  return terms.flatMap(({ key, value }): Mistake[] => {
    if (key === null) return [];
    const field = fields.find((one) => one.key === key);
    if (field === undefined) return [{ kind: 'key', key }];
    const understood = (one: string) =>
      field.kind === 'text' ||
      (field.kind === 'moment' ? readMoment(one, now) !== null : field.values?.includes(one) === true);
    const wrong = valuesOf([{ key, value }], key).filter((one) => !understood(one));
    if (value === '') return [{ kind: 'value', term: `${key}:`, field }];
    return wrong.map((one) => ({ kind: 'value', term: `${key}:${one}`, field }));
  });
}
