import { SearchMatch, type ExcerptPart } from './search-hit.type.js';
import type { SearchTerms } from './search-terms.js';

/** Characters that an excerpt shows before the first match and behind it. */
const BEFORE = 60;
const BEHIND = 180;

/** How a text matches. `text` has a line for each value, and is known to hold every term. */
export function howMatched(text: string, { whole, terms }: SearchTerms): SearchMatch {
  const lines = text.toLowerCase().split('\n');
  const wanted = whole.toLowerCase();
  if (lines.includes(wanted)) return SearchMatch.exact;
  if (lines.some((line) => line.startsWith(wanted))) return SearchMatch.prefix;
  const beginsWord = (term: string) => new RegExp(`(^|[^a-z0-9])${escaped(term)}`, 'im').test(text);
  return terms.every(beginsWord) ? SearchMatch.word : SearchMatch.part;
}

/** The lines of a text that match, with the matches marked: of a long one the part around the first match. */
export function excerptOf(text: string, { terms }: SearchTerms): ExcerptPart[] {
  const pattern = new RegExp(terms.map(escaped).join('|'), 'gi');
  const lines = [...new Set(text.split('\n'))].filter((line) => line.search(pattern) >= 0);
  const shown = windowOf(lines.join('\n'), pattern);
  const parts: ExcerptPart[] = [];
  let end = 0;
  for (const match of shown.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: shown.slice(end, match.index), matched: false });
    parts.push({ text: match[0], matched: true });
    end = match.index + match[0].length;
  }
  if (end < shown.length) parts.push({ text: shown.slice(end), matched: false });
  return parts;
}

function windowOf(text: string, pattern: RegExp): string {
  const first = Math.max(0, text.search(pattern));
  const [start, end] = [Math.max(0, first - BEFORE), first + BEHIND];
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

function escaped(term: string): string {
  return term.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\${sign}`);
}
