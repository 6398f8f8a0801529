import { writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';

/** How a run was started: what is null was not recorded. */
export interface StartedRun {
  playbookPath: string | null;
  workingDirectory: string | null;
  inventory: string[] | null;
  limit: string | null;
  tags: string[] | null;
  skipTags: string[] | null;
  checkMode: boolean | null;
  diffMode: boolean | null;
  forks: number | null;
  extraVars: Json;
  extraVarNames?: string[] | null;
}

/**
 * The command that runs it again, as far as the record tells. Values of extra variables that are not recorded stand as
 * NAME=..., for a person to fill in: they may be secrets.
 */
export function commandLine(run: StartedRun): string {
  const words = ['ansible-playbook'];
  for (const source of run.inventory ?? []) words.push('-i', quoted(source));
  if (run.limit !== null) words.push('--limit', quoted(run.limit));
  const tags = run.tags?.filter((tag) => tag !== 'all') ?? [];
  if (tags.length > 0) words.push('--tags', quoted(tags.join(',')));
  if (run.skipTags !== null && run.skipTags.length > 0) words.push('--skip-tags', quoted(run.skipTags.join(',')));
  if (run.checkMode === true) words.push('--check');
  if (run.diffMode === true) words.push('--diff');
  if (run.forks !== null && run.forks !== 5) words.push('--forks', String(run.forks));
  for (const [name, value] of extraVars(run)) words.push('-e', quoted(`${name}=${value}`));
  words.push(quoted(run.playbookPath ?? 'PLAYBOOK'));
  const command = words.join(' ');
  return run.workingDirectory === null ? command : `cd ${quoted(run.workingDirectory)} && ${command}`;
}

/** kolla's passwords.yml brings some hundred names: more than a few of them came out of a file. */
const MOST_NAMES = 10;

function extraVars({ extraVars: known, extraVarNames }: StartedRun): [string, string][] {
  const isObject = known !== null && typeof known === 'object' && !Array.isArray(known);
  const values = isObject ? (known as Record<string, Json>) : {};
  const named = (extraVarNames ?? []).filter((name) => !Object.hasOwn(values, name));
  return [
    ...Object.entries(values).map(([name, value]): [string, string] => [name, plain(value)]),
    ...(named.length > MOST_NAMES ? [] : named.map((name): [string, string] => [name, '...'])),
  ];
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}

/** As a POSIX shell reads it back, whatever signs it has. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
