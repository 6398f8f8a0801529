/** Text that Postgres can hold: it takes neither NUL nor lone surrogates. The ledger keeps the original bytes. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed();
}

/** JSON for a jsonb column, with the same substitutions. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
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

/** The same for a column of a row that lists show. What is longer is left out, with a mark: the ledger has it. */
export function shortJson(value: object): unknown {
  const length = JSON.stringify(value).length;
  if (length <= MAX_CHARACTERS) return storableJson(value);
  return { [LEFT_OUT]: `${length} characters; the event in the ledger has them` };
}

/** The first items of a list, as many as have room. */
export function shortList<Item>(items: readonly Item[]): unknown {
  let characters = 0;
  const fitting = items.findIndex((item) => (characters += JSON.stringify(item).length) > MAX_CHARACTERS);
  return storableJson(fitting === -1 ? items : items.slice(0, fitting));
}

/** Names for a column of a row that lists show; behind the last one that has room it is said how many there are more. */
export function storableNames(names: readonly string[]): string[] {
  let characters = 0;
  const fitting = names.findIndex((name) => (characters += name.length) > MAX_CHARACTERS);
  if (fitting === -1) return names.map(storable);
  return [...names.slice(0, fitting).map(storable), `... <${names.length - fitting} names left out by playledger>`];
}
