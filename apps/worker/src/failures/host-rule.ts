/** A machine's name that might as well be a word stands only by itself; one with a digit is sure to be a name. */
const SHORTEST_WORD = 3;

/**
 * Replaces the names of these machines, long and short, by `<host>`, with the domain behind them. Names are taken
 * whole: `ctl-1` is not found in `ctl-10`.
 */
export function hostRule(names: readonly string[]): (text: string) => string {
  const known = namesToReplace(names);
  if (known.length === 0) return (text) => text;
  // The longest first: a name may begin with another one.
  const alternatives = known.sort((a, b) => b.length - a.length).map(pattern);
  const rule = new RegExp(`(?:${alternatives.join('|')})(?:\\.[A-Za-z][\\w-]*)*`, 'gi');
  return (text) => text.replace(rule, '<host>');
}

/** The names worth replacing, with those of hosts that are known by their full name cut at the first dot. */
export function namesToReplace(names: readonly string[]): string[] {
  const all = names.flatMap((name) => [name, name.split('.')[0] ?? name]);
  return [...new Set(all)].filter((name) => {
    const bare = name.replaceAll(/<\w+>/g, '').replaceAll(/[^A-Za-z]/g, '');
    return bare !== '' && (hasNumber(name) || name.length >= SHORTEST_WORD);
  });
}

function hasNumber(name: string): boolean {
  return /\d|<n>/.test(name);
}

function pattern(name: string): string {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // `keystone-ctl-001` holds a name; `pre-compute` only a word that some machine has for a name.
  return hasNumber(name) ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9<])` : `(?<![\\w.-])${literal}(?![\\w-])`;
}
