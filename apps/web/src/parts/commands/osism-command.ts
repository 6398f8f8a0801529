import { lacksSomething } from './left-out.js';
import { quoted } from './quoted.js';
import { baseName, readCommand, type CommandPart } from './read-command.js';
import type { RecordedCommand } from './recorded-command.js';

const ENVIRONMENTS = '/opt/configuration/environments';
/** Of all environments. */
const COMMON_FILES = ['configuration', 'secrets'].map((name) => `@${ENVIRONMENTS}/${name}.yml`);
/** Names of playbooks of more than one environment: without a word, `osism apply` would take another one. */
const OF_SEVERAL_ENVIRONMENTS = new Set(['common', 'facts', 'gather-facts', 'ping']);

/**
 * The `osism apply` that made this command (by /run.sh in a container); null where any word tells that it was something
 * else.
 */
export function osismCommand(command: Pick<RecordedCommand, 'words' | 'directory' | 'asTyped'>): string[] | null {
  const { program, parts } = readCommand(command.words);
  const environment = new RegExp(`^${ENVIRONMENTS}/([\\w.-]+)$`).exec(command.directory ?? '')?.[1];
  const playbooks = parts.filter(({ option }) => option === 'args');
  if (program.length !== 1 || baseName(program[0] ?? '') !== 'ansible-playbook') return null;
  if (environment === undefined || playbooks.length !== 1) return null;
  const [main = '', sub] = environment.split('.');
  const place = { environment, main, sub: sub === undefined ? [] : ['--sub', sub] };
  const playbook = playbooks[0]?.value ?? '';
  if (main === 'kolla' && /^(?:\/ansible\/kolla|playbook)-/.test(playbook)) {
    return kolla(parts, command.asTyped, place, playbook);
  }
  return main === 'ceph' && playbook.startsWith('/ansible/ceph-')
    ? ceph(parts, command.asTyped, place, playbook)
    : others(parts, command.asTyped, place, playbook);
}

interface Place {
  environment: string;
  main: string;
  sub: readonly string[];
}

/** kolla-ansible's container: `/run.sh deploy ROLE -e kolla_action=ACTION ...`. */
function kolla(parts: readonly CommandPart[], asTyped: boolean, place: Place, playbook: string): string[] | null {
  const role = /^(?:\/ansible\/kolla|playbook)-([\w.-]+)\.yml$/.exec(playbook)?.[1];
  const configuration = `CONFIG_DIR=${ENVIRONMENTS}/${place.environment}`;
  const rest = withoutFirst(parts, [configuration, ...COMMON_FILES, ...ownFiles(place)]);
  if (role === undefined || rest === null) return null;
  const [first, second] = rest.variables.map(({ value }) => /^kolla_action=([\w-]+)$/.exec(value)?.[1]);
  // Once by the script, once by `osism apply`: what has it once was not started by that.
  if (first === undefined || second === undefined) return null;
  const isBackup = first === 'backup' && second === 'backup' && role === 'mariadb';
  if (first !== 'deploy' && !isBackup) return null;
  const given = rest.parts.filter((part) => part !== rest.variables[0] && part !== rest.variables[1]);
  const last = given.at(-1);
  const isAdded = second === 'stop' && /^kolla_action_stop_ignore_missing=/.test(last?.value ?? '');
  const user = argumentsOf(isAdded ? given.slice(0, -1) : given, asTyped);
  if (user === null) return null;
  return [
    ...['osism', 'apply'],
    ...(second === 'deploy' || isBackup ? [] : ['-a', second]),
    ...(OF_SEVERAL_ENVIRONMENTS.has(role) ? ['-e', 'kolla'] : []),
    ...[...place.sub, isBackup ? 'mariadb-backup' : role, ...user],
  ];
}

/** ceph-ansible's container. */
function ceph(parts: readonly CommandPart[], asTyped: boolean, place: Place, playbook: string): string[] | null {
  const role = /^\/ansible\/ceph-([\w.-]+)\.yml$/.exec(playbook)?.[1];
  const configuration = `CONFIG_DIR=${ENVIRONMENTS}/${place.environment}`;
  const rest =
    withoutFirst(parts, [configuration, ...COMMON_FILES, ...ownFiles(place)]) ??
    withoutFirst(parts, [configuration, ...ownFiles(place)]);
  if (role === undefined || rest === null) return null;
  const skipped = rest.parts.findIndex(({ option, value }) => option === 'skip_tags' && value === 'with_pkg');
  if (asTyped && skipped === -1) return null;
  const user = argumentsOf(
    rest.parts.filter((_part, at) => at !== skipped),
    asTyped,
  );
  return user && ['osism', 'apply', ...(role === 'ceph' ? [] : ['-e', 'ceph']), ...place.sub, role, ...user];
}

/** osism-ansible's container: `/run-ENVIRONMENT.sh ROLE ...`. */
function others(parts: readonly CommandPart[], asTyped: boolean, place: Place, playbook: string): string[] | null {
  const [, folder, inFolder, beside] =
    /^(?:\/ansible\/([\w-]+)\/([\w.-]+)|playbook-([\w.-]+))\.yml$/.exec(playbook) ?? [];
  const role = inFolder ?? beside;
  if (role === undefined || place.sub.length > 0 || (folder !== undefined && folder !== place.main)) return null;
  const rest = withoutFirst(parts, [...COMMON_FILES, ...ownFiles(place)]);
  const user = rest && argumentsOf(rest.parts, asTyped);
  return user && ['osism', 'apply', '-e', place.main, role, ...user];
}

/** Relative to the environment; Ansible's parsed arguments have them whole. */
function ownFiles({ environment }: Place): string[] {
  return ['secrets', 'images', 'configuration'].map((name) => `@${ENVIRONMENTS}/${environment}/${name}.yml`);
}

/** The parts behind these extra variables, which must be the first; without the playbook, and the file of the vault. */
function withoutFirst(parts: readonly CommandPart[], first: readonly string[]) {
  const variables = parts.filter(({ option }) => option === 'extra_vars');
  const [configuration = ''] = first.filter((text) => text.startsWith(`@${ENVIRONMENTS}/`)).slice(-1);
  const here = configuration.slice(0, configuration.lastIndexOf('/') + 1);
  const whole = (text: string) => (/^@[^/]/.test(text) ? here + text.slice(1) : text);
  if (!first.every((text, at) => whole(variables[at]?.value ?? '') === text)) return null;
  const own = new Set(variables.slice(0, first.length));
  return {
    variables: variables.slice(first.length),
    parts: parts.filter((part) => !own.has(part) && part.option !== 'args' && part.option !== 'vault_password_files'),
  };
}

/**
 * What was typed behind the role. `osism apply` joins it with spaces for another shell, which takes a pair of quotes away.
 * An extra variable that was not recorded stands as it is; within more quotes nobody could put it in its place.
 */
function argumentsOf(parts: readonly CommandPart[], asTyped: boolean): string[] | null {
  // The inventory is given by the environment of the script, and Ansible's parsed arguments have it, as they have forks.
  const typed = parts.filter(({ option }) => asTyped || (option !== 'inventory' && option !== 'forks'));
  const words = typed.flatMap((part) => part.words);
  return words.map((word) => (lacksSomething(word) ? word : quoted(word)));
}
