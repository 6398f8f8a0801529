import { writeJson } from '#exact-json';
import { objectOf, type Json } from '#history';
import type { AdHocCommand, RunStarted } from '#run-events';

/** Characters that are kept of a command, which may contain a file; the ledger and `arguments` have all of it. */
const MAX_LENGTH = 1_000;

/** By which Ansible names the playbook that it makes of the command line of `ansible`. */
const STAND_IN = /(?:^|\/)__adhoc_playbook__$/;

/**
 * The command of a run without a playbook as a person would write it, on one line; null for a playbook. Older plugins
 * do not tell it: then it is that of Ansible's parsed command line.
 */
export function adHocCommandOf(event: RunStarted): string | null {
  const command = event.adHoc == null ? parsedCommandOf(event) : commandOf(event.adHoc);
  if (command === null) return null;
  const line = command.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}… (${line.length - MAX_LENGTH} more)`;
}

/** The console has a prompt, at which module and arguments are typed. */
function commandOf({ program, pattern, module, arguments: given }: AdHocCommand): string {
  const words = given === null ? '<hidden>' : argumentsOf(given);
  if (program === 'ansible-console') return `${program} ${quoted(pattern)}: ${module} ${words}`;
  return ansible(pattern, module, words);
}

function parsedCommandOf({ playbookPath, arguments: given }: RunStarted): string | null {
  if (!STAND_IN.test(playbookPath)) return null;
  const { args, module_name: module, module_args: words } = objectOf(given);
  return ansible(textOf(args), textOf(module), textOf(words));
}

function ansible(pattern: string, module: string, words: string): string {
  const command = `ansible ${quoted(pattern)} -m ${quoted(module)}`;
  return words === '' ? command : `${command} -a ${quoted(words)}`;
}

/** The free form first, as people write it: `systemctl restart docker chdir=/`. */
function argumentsOf(given: Json): string {
  const { _raw_params: free, ...named } = given;
  const pairs = Object.entries(named).map(([name, value]) => `${name}=${valueOf(value)}`);
  return [...(free === undefined ? [] : [textOf(free)]), ...pairs].join(' ');
}

function valueOf(value: unknown): string {
  const text = textOf(value);
  return /^[^\s"']+$/.test(text) ? text : JSON.stringify(text);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : writeJson(value);
}

/** As a shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
