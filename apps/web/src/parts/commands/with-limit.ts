import { readCommand } from './read-command.js';

/** The same command on these hosts only: their limit takes the place of the one that was typed. */
export function withLimit(words: readonly string[], limit: string): string[] {
  const { program, parts } = readCommand(words);
  const typed = parts.findLastIndex(({ option }) => option === 'subset');
  const end = parts.findIndex(({ words: [word] }) => word === '--');
  const place = typed !== -1 ? typed : end === -1 ? parts.length : end;
  const kept = (from: number, to: number) =>
    parts.slice(from, to).flatMap((part) => (part.option === 'subset' ? [] : part.words));
  return [...program, ...kept(0, place), '--limit', limit, ...kept(place, parts.length)];
}

/** The names of hosts as one pattern. Those that Ansible would read as something else are told apart. */
export function hostPattern(names: readonly string[]): { pattern: string; unspeakable: string[] } {
  const unspeakable = names.filter((name) => UNSPEAKABLE.test(name) || name.length > LONGEST_NAME);
  const speakable = names.filter((name) => !unspeakable.includes(name));
  // Between colons Ansible looks for several patterns, unless there is a comma.
  const [only] = speakable;
  const pattern = speakable.length === 1 && only?.includes(':') === true ? `${only},` : speakable.join(',');
  return { pattern, unspeakable };
}

/** Ansible's signs for groups, ranges, other patterns and files. */
const UNSPEAKABLE = /^[~!&@-]|[,*?[\]\s\p{Cc}\p{Cf}]|^$|playledger>/u;
/** Of a name in DNS; longer ones the server keeps under a shorter key. */
const LONGEST_NAME = 255;
