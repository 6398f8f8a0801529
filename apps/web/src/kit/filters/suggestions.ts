import type { FilterField } from './filter-field.js';
import { parseFilterText, writeTerm } from './filter-text.js';

/** What the reader may take: the whole text as it will be then. */
export interface Suggestion {
  text: string;
  shown: string;
  title: string | null;
  /** Whether a value has to follow. */
  open: boolean;
}

const MOST = 12;

/** For the term at the cursor: keys that begin so, or values of its key that hold what stands there. */
export function suggestionsFor(text: string, cursor: number, fields: readonly FilterField[]): Suggestion[] {
  const { terms, spans } = parseFilterText(text);
  const at = spans.findIndex(({ from, to }) => from <= cursor && cursor <= to);
  const span = spans[at] ?? { from: cursor, to: cursor };
  const term = terms[at] ?? { key: null, value: '' };
  const replaced = (written: string, tail: string) => {
    const rest = text.slice(span.to);
    return text.slice(0, span.from) + written + (rest.startsWith(' ') && tail === ' ' ? '' : tail) + rest;
  };
  if (term.key === null) {
    return fields
      .filter(({ key }) => key.startsWith(term.value.toLowerCase()))
      .map(({ key, title }) => ({ text: replaced(`${key}:`, ''), shown: `${key}:`, title, open: true }));
  }
  const chosen = term.value.split(',');
  const typed = (chosen.pop() ?? '').toLowerCase();
  const { values = [] } = fields.find(({ key }) => key === term.key) ?? {};
  return values
    .filter((value) => value.toLowerCase().includes(typed) && !chosen.includes(value))
    .slice(0, MOST)
    .map((value) => ({
      text: replaced(writeTerm({ key: term.key, value: [...chosen, value].join(',') }), ' '),
      shown: value,
      title: null,
      open: false,
    }));
}
