import { baseName, readCommand, type CommandPart } from './read-command.js';
import type { RecordedCommand } from './recorded-command.js';

/** A command of kolla-ansible: the playbook that it runs, and the extra variables that it adds behind those of the user. */
interface KollaCommand {
  name: string;
  playbooks: readonly string[];
  /** Each is one way to add them: versions differ. null stands for a value that is always the same, or does not matter. */
  adds: readonly (readonly [string, string | null])[][];
  /** Options that the command demands. */
  demands?: readonly string[];
}

const site = (name: string, action: string, ...more: [string, string | null][]): KollaCommand => ({
  name,
  playbooks: ['site'],
  adds: [[['kolla_action', action], ...more]],
});
/** Until 2025.1, commands with a playbook of their own did not say their action. */
const own = (name: string, ...more: [string, string | null][]): KollaCommand => ({
  name,
  playbooks: [name],
  adds: [more, [['kolla_action', name], ...more]],
});
const SERIAL = ['kolla_serial', '0'] as [string, string];

const OF_ALL_VERSIONS: readonly KollaCommand[] = [
  site('deploy', 'deploy'),
  site('deploy-containers', 'deploy-containers'),
  site('reconfigure', 'reconfigure', SERIAL),
  site('upgrade', 'upgrade', SERIAL),
  site('pull', 'pull'),
  site('prechecks', 'precheck'),
  site('genconfig', 'config'),
  site('validate-config', 'config_validate'),
  site('check', 'check'),
  own('gather-facts'),
  own('post-deploy'),
  own('certificates'),
  own('nova-libvirt-cleanup'),
  own('rabbitmq-reset-state'),
  { ...own('prune-images'), demands: ['--yes-i-really-really-mean-it'] },
  { name: 'deploy-bifrost', playbooks: ['bifrost'], adds: [[['kolla_action', 'deploy']]] },
  { name: 'deploy-servers', playbooks: ['bifrost'], adds: [[['kolla_action', 'deploy-servers']]] },
  { name: 'upgrade-bifrost', playbooks: ['bifrost'], adds: [[['kolla_action', 'upgrade']]] },
];

/** The shell script, before 2024.2. */
const OF_THE_SCRIPT: readonly KollaCommand[] = [
  ...OF_ALL_VERSIONS,
  { name: 'bootstrap-servers', playbooks: ['kolla-host'], adds: [[['kolla_action', 'bootstrap-servers']]] },
  { name: 'mariadb_recovery', playbooks: ['mariadb_recovery'], adds: [[['kolla_action', 'deploy']]] },
  own('octavia-certificates'),
  { ...site('stop', 'stop'), demands: ['--yes-i-really-really-mean-it'] },
];

/** The Python program, since 2024.2. */
const OF_THE_PROGRAM: readonly KollaCommand[] = [
  ...OF_ALL_VERSIONS,
  {
    name: 'bootstrap-servers',
    playbooks: ['kolla-host'],
    adds: [
      [['kolla_action', 'bootstrap-servers']],
      [
        ['kolla_action', 'bootstrap-servers'],
        ['ansible_python_interpreter', null],
      ],
    ],
  },
  {
    name: 'mariadb-recovery',
    playbooks: ['mariadb-recovery', 'mariadb_recovery'],
    adds: [[['kolla_action', 'deploy']]],
  },
  own('migrate-container-engine'),
];

/** Options of ansible-playbook that kolla-ansible hands on. */
const HANDED_ON = {
  check: ['--check'],
  diff: ['--diff'],
  inventory: ['-i'],
  skip_tags: ['--skip-tags'],
  subset: ['--limit'],
  tags: ['--tags'],
  vault_ids: ['--vault-id'],
  vault_password_files: ['--vault-password-file'],
  verbosity: ['-v'],
} as const;

/**
 * The command of kolla-ansible that made this one; null where any word tells that it was something else, or where it
 * depends on what is not recorded.
 */
export function kollaCommand({ words, asTyped }: Pick<RecordedCommand, 'words' | 'asTyped'>): string[] | null {
  const { program, parts } = readCommand(words);
  const playbooks = valuesOf(parts, 'args');
  const playbook = /(?:^|\/)kolla-ansible\/ansible\/([\w-]+)\.yml$/.exec(playbooks[0] ?? '')?.[1];
  if (program.length !== 1 || baseName(program[0] ?? '') !== 'ansible-playbook') return null;
  if (playbooks.length !== 1 || playbook === undefined) return null;
  for (const form of [ofTheScript, ofTheProgram]) {
    const command = form(parts, playbook, asTyped);
    if (command !== null) return command;
  }
  return null;
}

/** Before 2024.2: -e globals, globals.d, passwords, CONFIG_DIR, then the user's and its own; the inventory at the end. */
function ofTheScript(parts: readonly CommandPart[], playbook: string, asTyped: boolean): string[] | null {
  const variables = valuesOf(parts, 'extra_vars');
  const directory = configurationOf(variables);
  const place = variables.indexOf(`CONFIG_DIR=${directory ?? ''}`);
  const passwords = variables[place - 1];
  if (directory === null || place < 2 || passwords?.startsWith('@') !== true) return null;
  if (!variables.slice(1, place - 1).every((file) => isOfGlobals(file, directory))) return null;
  const found = commandOf(OF_THE_SCRIPT, playbook, variables.slice(place + 1));
  if (found === null) return null;
  // Both forms have the same variables here: only what was typed tells which came first.
  const isBoth = variables.length === place + 1;
  const inventory = parts.findIndex(({ option }) => option === 'inventory');
  const isBehind = inventory === -1 || inventory > parts.findIndex(({ option }) => option === 'args');
  if (asTyped ? !isBehind : isBoth) return null;
  const forks = asTyped ? parts.flatMap(({ option, value }) => (option === 'forks' ? ['--forks', value] : [])) : [];
  const handedOn = handedOnOf(parts, asTyped, ['forks']);
  if (handedOn === null) return null;
  const { inventories, others } = handedOn;
  return [
    ...['kolla-ansible', ...inventories],
    ...(directory === '/etc/kolla' ? [] : ['--configdir', directory]),
    ...(passwords === `@${directory}/passwords.yml` ? [] : ['--passwords', passwords.slice(1)]),
    ...[...others, ...forks, ...found.user.flatMap((text) => ['-e', text]), ...(found.command.demands ?? [])],
    found.command.name,
  ];
}

/** Since 2024.2: -e globals, passwords, globals.d, the user's, its own and CONFIG_DIR; the inventory at the beginning. */
function ofTheProgram(parts: readonly CommandPart[], playbook: string, asTyped: boolean): string[] | null {
  const variables = valuesOf(parts, 'extra_vars');
  const directory = configurationOf(variables);
  if (directory === null || variables[1] !== `@${directory}/passwords.yml`) return null;
  if (variables.at(-1) !== `CONFIG_DIR=${directory}`) return null;
  const [inventory, firstVariable] = ['inventory', 'extra_vars'].map((name) =>
    parts.findIndex(({ option }) => option === name),
  );
  if (inventory === undefined || firstVariable === undefined || (asTyped && inventory > firstVariable)) return null;
  if (inventory === -1) return null;
  let first = 2;
  while (isOfGlobals(variables[first] ?? '', directory)) first += 1;
  const rest = variables.slice(first, -1);
  // Without any, the script may have made it as well.
  if (!asTyped && rest.length === 0) return null;
  const found = commandOf(OF_THE_PROGRAM, playbook, rest);
  const handedOn = handedOnOf(parts, asTyped, ['become', 'ask_vault_pass']);
  if (found === null || handedOn === null) return null;
  const { inventories, others } = handedOn;
  return [
    ...['kolla-ansible', found.command.name, ...inventories],
    ...(directory === '/etc/kolla' ? [] : ['--configdir', directory]),
    ...others,
    ...parts.flatMap(({ option }) => (option === 'become' ? ['--become'] : [])),
    ...parts.flatMap(({ option }) => (option === 'ask_vault_pass' ? ['--ask-vault-password'] : [])),
    ...found.user.flatMap((text) => ['-e', text]),
    ...(found.command.demands ?? []),
  ];
}

function configurationOf([globals]: readonly string[]): string | null {
  return /^@(\/.*)\/globals\.yml$/.exec(globals ?? '')?.[1] ?? null;
}

function isOfGlobals(file: string, directory: string): boolean {
  return file.startsWith(`@${directory}/globals.d/`) && /^[^/]+\.(?:ya?ml|json)$/.test(baseName(file));
}

/** The command whose own variables stand at the end, and those of the user before them. */
function commandOf(commands: readonly KollaCommand[], playbook: string, variables: readonly string[]) {
  const fitting = commands
    .filter(({ playbooks }) => playbooks.includes(playbook))
    .flatMap((command) => command.adds.map((added) => ({ command, added })))
    .filter(({ added }) => isAdded(variables.slice(variables.length - added.length), added))
    // The one that explains most of them.
    .sort((a, b) => b.added.length - a.added.length);
  const [best] = fitting;
  if (best === undefined) return null;
  const user = variables.slice(0, variables.length - best.added.length);
  // What kolla-ansible adds is never typed: another of its commands, with what is not known here.
  return user.some((text) => text.startsWith('kolla_action=')) ? null : { command: best.command, user };
}

function isAdded(variables: readonly string[], added: KollaCommand['adds'][number]): boolean {
  return (
    variables.length === added.length &&
    added.every(([name, value], at) => {
      const text = variables[at] ?? '';
      return value === null ? text.startsWith(`${name}=`) : text === `${name}=${value}`;
    })
  );
}

/** What it hands on as it got it; null where there is what it never hands on. */
function handedOnOf(parts: readonly CommandPart[], asTyped: boolean, knownElsewhere: readonly string[]) {
  const [inventories, others]: [string[], string[]] = [[], []];
  for (const { option, value } of parts) {
    if (option === 'args' || option === 'extra_vars' || knownElsewhere.includes(option ?? '')) continue;
    if (option !== null && option in HANDED_ON) {
      const [form] = HANDED_ON[option as keyof typeof HANDED_ON];
      const isSwitch = option === 'check' || option === 'diff' || option === 'verbosity';
      (option === 'inventory' ? inventories : others).push(form, ...(isSwitch ? [] : [value]));
    } else if (asTyped) {
      return null;
    }
    // What Ansible has parsed holds the defaults of its configuration as well: they are no part of any command.
  }
  return { inventories, others };
}

function valuesOf(parts: readonly CommandPart[], name: CommandPart['option']): string[] {
  return parts.flatMap(({ option, value }) => (option === name ? [value] : []));
}
