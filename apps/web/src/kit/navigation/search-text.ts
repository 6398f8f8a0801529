/** The query of a URL as plain texts: `?host=ctl-001`, not JSON in quotes. */
export type SearchTexts = Record<string, string>;

export function parseSearch(text: string): SearchTexts {
  return Object.fromEntries(new URLSearchParams(text));
}

/** What is undefined or empty leaves the URL. */
export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') query.set(name, value);
  }
  return query.size === 0 ? '' : `?${query}`;
}

/** `undefined` takes a name out of the URL. */
type SearchOf<Name extends string> = { [Known in Name]?: string | undefined };

/** For `validateSearch`: a page reads these names from its URL, and nothing else stands there. */
export function searchTexts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): SearchOf<Name> => {
    const known: SearchOf<Name> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') known[name] = value;
    }
    return known;
  };
}
