import { BadInputError } from '../../errors/bad-input.error.js';

/** What somebody typed into a search box. */
export interface SearchTerms {
  /** All of it as one text, without quotation marks: a name that is this is the best match. */
  whole: string;
  /** Words and quoted phrases; a match holds all of them, in any order and any case of letters. */
  terms: string[];
  /** Whether one of them is long enough for the index over texts: three characters. */
  isIndexable: boolean;
}

const MAX_LENGTH = 200;
const MAX_TERMS = 10;
const INDEXABLE_LENGTH = 3;

/** Takes a query apart. Dashes, dots and underscores belong to words: `nova-compute`, `2023.2-ubuntu-jammy`. */
export function parseSearch(query: string): SearchTerms {
  if (query.length > MAX_LENGTH) throw new BadInputError(`"query" may have at most ${MAX_LENGTH} characters.`);
  // A quotation mark that is still open is one that somebody is typing.
  const terms = [...query.matchAll(/"([^"]*)"?|([^\s"]+)/g)]
    .map(([, phrase, word]) => (phrase ?? word ?? '').trim())
    .filter((term) => term !== '');
  if (terms.length === 0) throw new BadInputError('"query" contains nothing to search for.');
  if (terms.length > MAX_TERMS) throw new BadInputError(`"query" may have at most ${MAX_TERMS} words.`);
  return {
    whole: query.replaceAll('"', '').trim(),
    terms,
    isIndexable: terms.some((term) => term.length >= INDEXABLE_LENGTH),
  };
}
