import type { Translate } from '../../kit/i18n/i18n.js';
import { commandText, type ShellCommand } from './command-text.js';
import type { CommandWord } from './command-words.js';
import { kollaCommand } from './kolla-command.js';
import { osismCommand } from './osism-command.js';
import { readCommand } from './read-command.js';
import { noteOnLimit, recordedCommand, type RecordedCommand, type StartedRun } from './recorded-command.js';
import { hostPattern, withLimit } from './with-limit.js';

/** The hosts that a run lost: all of them, or the first. */
export interface FailedHosts {
  totalCount: number;
  names: readonly string[];
}

export interface OfferedCommand {
  /** Of `ansible`, or of what started Ansible. */
  program: 'ansible' | 'kolla-ansible' | 'osism';
  onlyFailed: boolean;
  text: string;
}

/** The commands that run a run again, as one pastes them into a shell; what started Ansible comes after Ansible's. */
export function offeredCommands(run: StartedRun, failed: FailedHosts, t: Translate<CommandWord>): OfferedCommand[] {
  const whole = recordedCommand(run, t);
  const limited = onlyFailed(whole, failed, t);
  return [whole, ...(limited === null ? [] : [limited])]
    .flatMap((command) => formsOf(command).map((form) => ({ form, onlyFailed: command !== whole })))
    .map(({ form: { program, ...command }, onlyFailed: only }) => ({
      program,
      onlyFailed: only,
      text: commandText(command, t),
    }))
    .sort((a, b) => Number(a.program !== 'ansible') - Number(b.program !== 'ansible'));
}

/** null where none failed, or none that one can name. */
function onlyFailed(command: RecordedCommand, { totalCount, names }: FailedHosts, t: Translate<CommandWord>) {
  const ofTyped = noteOnLimit(command.words, t);
  const limited = (limit: string, notes: string[]): RecordedCommand => ({
    ...command,
    words: withLimit(command.words, limit),
    notes: [...command.notes.filter((note) => !ofTyped.includes(note)), ...notes],
  });
  if (totalCount > names.length) return limited('@failed-hosts', [t('failedMany', { count: totalCount })]);
  const { pattern, unspeakable } = hostPattern(names);
  if (pattern === '') return null;
  return limited(pattern, unspeakable.length > 0 ? [t('failedUnspeakable', { names: unspeakable.join(', ') })] : []);
}

type Form = ShellCommand & Pick<OfferedCommand, 'program'>;

function formsOf(command: RecordedCommand): Form[] {
  const [kolla, osism] = [kollaCommand(command), osismCommand(command)];
  return [
    { ...command, program: 'ansible' },
    ...(kolla === null
      ? []
      : [{ ...command, program: 'kolla-ansible' as const, words: kolla, directory: whereOf(command) }]),
    // It sends Ansible's command to a container, wherever one is.
    ...(osism === null ? [] : [{ ...command, program: 'osism' as const, words: osism, directory: null }]),
  ];
}

/** Where it was typed, unless all its files are named in full. */
function whereOf({ words, directory }: RecordedCommand): string | null {
  const isRelative = readCommand(words).parts.some(
    ({ option, value }) =>
      (option === 'inventory' && !value.startsWith('/')) ||
      (option === 'vault_password_files' && !value.startsWith('/')) ||
      /^@[^/]/.test(value),
  );
  return isRelative ? directory : null;
}
