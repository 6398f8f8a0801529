import { ExactNumber, writeJson } from '#exact-json';
import { shortKey } from '#history';
import { storableNumber } from './storable-number.js';

/** Text that Postgres can hold: it takes neither NUL nor lone surrogates. The ledger keeps the original bytes. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed();
}

/** The name of a host as a key has it. */
export function hostName(name: string): string {
  return shortKey(storable(name));
}

/** JSON for a jsonb column, with the same substitutions. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (value instanceof ExactNumber) return storableNumber(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storableJson(inner)]));
  }
  return value;
}

/** Characters of a JSON value, or of a list of names, that a row holds: lists of rows are read as a whole. */
const MAX_CHARACTERS = 65_536;
/** As the plugin marks what it leaves out. */
const LEFT_OUT = '_playledger_left_out';

/** As Postgres writes it: short numbers may be many zeros. Only of what is not too long already. */
function lengthOf(item: unknown): number {
  const { length } = writeJson(item);
  return length > MAX_CHARACTERS ? length : writeJson(storableJson(item)).length;
}

/** How many of these have room together. */
function countOfFitting(items: readonly unknown[]): number {
  let characters = 0;
  const first = items.findIndex((item) => (characters += lengthOf(item)) > MAX_CHARACTERS);
  return first === -1 ? items.length : first;
}

/** The same for a column of a row that lists show: its first keys, and a mark where there are more. The ledger has all. */
export function shortJson(value: object): unknown {
  const entries = Object.entries(value);
  const kept = countOfFitting(entries);
  if (kept === entries.length) return storableJson(value);
  const mark = `${entries.length - kept} of ${entries.length} keys left out`;
  return storableJson({ ...Object.fromEntries(entries.slice(0, kept)), [LEFT_OUT]: mark });
}

/** The first items of a list, without a mark: for lists whose items are more than texts to read. */
export function shortList<Item>(items: readonly Item[]): Item[] {
  return storableJson(items.slice(0, countOfFitting(items))) as Item[];
}

/** Names for a column of a row that lists show; behind the last one that has room it is said how many there are more. */
export function shortNames(names: readonly string[]): string[] {
  const kept = countOfFitting(names);
  const shown = names.slice(0, kept).map(storable);
  return kept === names.length ? shown : [...shown, `... <${names.length - kept} names left out by playledger>`];
}

const MAX_WORDS = 1_000;

/**
 * The words of a command for a column of a row that lists show. Its last word may be what it is about: so what is too
 * long is cut where it is longest, and of each word that is cut it is said how much is missing.
 */
export function shortWords(words: readonly string[]): string[] {
  const kept = words.slice(0, MAX_WORDS);
  let room = MAX_CHARACTERS;
  let most = MAX_CHARACTERS;
  for (const [place, length] of kept
    .map((word) => word.length)
    .sort((a, b) => a - b)
    .entries()) {
    most = Math.floor(room / (kept.length - place));
    room -= Math.min(length, most);
  }
  const shown = kept.map((word) => storable(word.length <= most ? word : cutTo(word, most)));
  const more = words.length - kept.length;
  return more === 0 ? shown : [...shown, `... <${more} words left out by playledger>`];
}

function cutTo(word: string, length: number): string {
  const start = word.slice(0, length).toWellFormed();
  return `${start}... <${Buffer.byteLength(word) - Buffer.byteLength(start)} bytes left out by playledger>`;
}
