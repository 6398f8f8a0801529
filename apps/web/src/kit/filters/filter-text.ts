/** A piece of a filter's text: `key:value`, or a word without a key. */
export interface Term {
  key: string | null;
  value: string;
}

export interface FilterText {
  terms: Term[];
  /** Where each term stands in the text. */
  spans: { from: number; to: number }[];
}

const PIECE = /(?<open>[a-z]+):(?=\s|$)|(?:(?<key>[a-z]+):)?(?:"(?<quoted>[^"]*)"?|(?<plain>[^\s"]+))/gi;

/** Reads `status:failed host:"a b" word`. */
export function parseFilterText(text: string): FilterText {
  const terms: Term[] = [];
  const spans: FilterText['spans'] = [];
  for (const match of text.matchAll(PIECE)) {
    const { key, quoted, plain, open } = match.groups ?? {};
    terms.push({ key: (open ?? key)?.toLowerCase() ?? null, value: quoted ?? plain ?? '' });
    spans.push({ from: match.index, to: match.index + match[0].length });
  }
  return { terms, spans };
}

export function writeTerm({ key, value }: Term): string {
  const written = /^[^\s":]+$/.test(value) || (key !== null && /^[^\s"]+$/.test(value)) ? value : `"${value}"`;
  return key === null ? written : `${key}:${written}`;
}

export function writeTerms(terms: readonly Term[]): string {
  return terms.map(writeTerm).join(' ');
}

/** The values of one key; `status:failed,running` has two. */
export function valuesOf(terms: readonly Term[], key: string): string[] {
  return terms
    .filter((term) => term.key === key)
    .flatMap(({ value }) => value.split(','))
    .filter((value) => value !== '');
}

/** The terms with these values for a key, and no others. */
export function withValues(terms: readonly Term[], key: string, values: readonly string[]): Term[] {
  const others = terms.filter((term) => term.key !== key);
  return values.length === 0 ? others : [...others, { key, value: values.join(',') }];
}

const UNITS: Record<string, number> = { m: 60, h: 3_600, d: 86_400, w: 7 * 86_400 };

/** `7d`, `24h`, `30m`, `2w` back from now, or a date, or a date and time; null when it is none of these. */
export function readMoment(text: string, now: Date): Date | null {
  const back = /^(\d{1,5})([mhdw])$/.exec(text);
  if (back !== null) return new Date(now.getTime() - Number(back[1]) * (UNITS[back[2] ?? ''] ?? 0) * 1_000);
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return null;
  // A date alone begins with the reader's day.
  const moment = new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'));
  return Number.isNaN(moment.getTime()) ? null : moment;
}
