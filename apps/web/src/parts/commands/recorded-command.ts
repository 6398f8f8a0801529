import { ExactNumber } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import type { ShellCommand } from './command-text.js';
import type { CommandWord } from './command-words.js';
import { lacksSomething } from './left-out.js';
import { readCommand } from './read-command.js';

/** How a run was started: what is null was not recorded. */
export interface StartedRun {
  playbookPath: string | null;
  workingDirectory: string | null;
  commandLine?: readonly string[] | null;
  /** What Ansible has parsed. */
  arguments?: Json;
  inventory: readonly string[] | null;
  limit: string | null;
  tags: readonly string[] | null;
  skipTags: readonly string[] | null;
  checkMode: boolean | null;
  diffMode: boolean | null;
  forks: number | null;
  extraVarNames?: readonly string[] | null;
}

export interface RecordedCommand extends ShellCommand {
  /** Whether these are the words as they were typed, not put together from what Ansible has made of them. */
  asTyped: boolean;
}

/** The command that started a run: its words, or, of older plugins, what is known of them. */
export function recordedCommand(run: StartedRun, t: Translate<CommandWord>): RecordedCommand {
  const asTyped = run.commandLine != null;
  const { words, notes } =
    run.commandLine == null
      ? putTogether(run, t)
      : { words: run.commandLine, notes: noteOnPlaybooks(run.commandLine, t) };
  return { words, directory: run.workingDirectory, notes: [...notes, ...noteOnLimit(words, t)], asTyped };
}

function noteOnPlaybooks(words: readonly string[], t: Translate<CommandWord>): string[] {
  const playbooks = readCommand(words).parts.filter(({ option }) => option === 'args').length;
  return playbooks > 1 ? [t('playbooks', { count: playbooks })] : [];
}

/** `--limit @site.retry`: the next run writes that file anew. */
export function noteOnLimit(words: readonly string[], t: Translate<CommandWord>): string[] {
  const limit = readCommand(words).parts.findLast(({ option }) => option === 'subset')?.value;
  return limit?.startsWith('@') === true ? [t('limitFile', { name: limit.slice(1) })] : [];
}

/**
 * From parsed fields. Of the extra variables only what was given by -e, in its order: the values that are known may have
 * come out of files.
 */
function putTogether(run: StartedRun, t: Translate<CommandWord>): { words: string[]; notes: string[] } {
  const parsed = objectOf(run.arguments);
  const given = textsOf(parsed['extra_vars']);
  const names = run.extraVarNames ?? [];
  const module = parsed['module_name'];
  const isAdHoc = typeof module === 'string';
  const words = [isAdHoc ? 'ansible' : 'ansible-playbook'];
  for (const source of run.inventory ?? []) words.push('-i', source);
  for (const text of given ?? []) words.push('-e', text);
  // It may have been there, and a run without it would do something else.
  if (given === null && names.length > 0) words.push('-e', '<redacted by playledger>');
  for (const id of textsOf(parsed['vault_ids']) ?? []) words.push('--vault-id', id);
  for (const file of textsOf(parsed['vault_password_files']) ?? []) words.push('--vault-password-file', file);
  if (run.limit !== null) words.push('--limit', run.limit);
  const tags = run.tags?.filter((tag) => tag !== 'all') ?? [];
  if (tags.length > 0) words.push('--tags', tags.join(','));
  if (run.skipTags !== null && run.skipTags.length > 0) words.push('--skip-tags', run.skipTags.join(','));
  if (run.checkMode === true) words.push('--check');
  if (run.diffMode === true) words.push('--diff');
  if (parsed['become'] === true) words.push('--become');
  if (run.forks !== null && run.forks !== 5) words.push('--forks', String(run.forks));
  if (isAdHoc) words.push(...adHocWords(module, parsed));
  else words.push(...(textsOf(parsed['args']) ?? [run.playbookPath ?? '<redacted by playledger>']));
  const missing = given === null && names.length > 0 ? [t('variables', { names: few(names) })] : [];
  const ignored = Object.keys(parsed).filter((name) => isLeftOut(parsed[name]));
  const unknown = ignored.length > 0 ? [t('ignoredArguments', { names: few(ignored) })] : [];
  return { words, notes: [t('putTogether'), ...missing, ...unknown] };
}

/** Of `ansible`, whose parsed argument is one text: the pattern. */
function adHocWords(module: string, parsed: Record<string, Json | undefined>): string[] {
  const [pattern, given] = [parsed['args'], parsed['module_args']];
  const words = [typeof pattern === 'string' ? pattern : '<redacted by playledger>', '-m', module];
  return typeof given === 'string' && given !== '' ? [...words, '-a', given] : words;
}

/** Empty where Ansible's parsed arguments are not known. */
function objectOf(value: Json | undefined): Record<string, Json | undefined> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof ExactNumber) ? value : {};
}

/** By ignored_arguments of the plugin, for one. */
function isLeftOut(value: Json | undefined): boolean {
  return typeof value === 'string' && lacksSomething(value);
}

/** null where it is no list of texts: not known, or left out. */
function textsOf(value: Json | undefined): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

/** kolla's passwords.yml brings some hundred. */
const MOST_NAMES = 20;

function few(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')}, +${more}` : names.join(', ');
}
