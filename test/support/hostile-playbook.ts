import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE_TEXTS } from './hostile-texts.js';

/** Names that somebody's inventory or playbook could have; what Ansible would take for a template is left out. */
const NAMES = [
  ...HOSTILE_TEXTS.filter((text) => !/\{[{%#]/.test(text)),
  'x'.repeat(250),
  'é'.repeat(900),
  '💥'.repeat(40),
  'tab\tand\u00a0no-break space',
  '%_\\',
  "' OR 1=1 --",
  'null',
  '-1',
  '1e999',
  '[::1]:22',
  '..',
  '\u200b',
];

/** In an inventory, brackets are a range. */
const HOST_NAMES = NAMES.filter((name) => !name.includes('['));

/** So many hosts and tasks. */
export interface HostilePlaybookSize {
  hosts: number;
  tasks: number;
}

/**
 * Writes a playbook and its inventory into the directory: each task answers on each host what
 * `action_plugins/hostile.py` makes of the seed. Answers the arguments of `ansible-playbook`.
 */
export function writeHostilePlaybook(
  directory: string,
  seed: number,
  { hosts, tasks }: HostilePlaybookSize,
  random: () => number,
): string[] {
  cpSync(join(process.cwd(), 'test/playbooks/hostile'), directory, { recursive: true });
  const nameOf = (names: readonly string[], number: number) =>
    `${names[Math.floor(random() * names.length)] ?? ''} ${number}`;
  const name = (number: number) => nameOf(NAMES, number);
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number + 1);
  const inventory = {
    all: { hosts: Object.fromEntries(numbers(hosts).map((number) => [nameOf(HOST_NAMES, number), { number }])) },
  };
  const playbook = [
    {
      name: name(0),
      hosts: 'all',
      gather_facts: false,
      tasks: numbers(tasks).map((task) => ({
        name: name(task),
        hostile: { seed: String(seed), task: String(task) },
        ignore_errors: true,
        ...(task % 5 === 0 && { loop: [name(1), '', name(2)] }),
        ...(task % 7 === 0 && { tags: [name(1).replaceAll(',', ' ')] }),
      })),
    },
  ];
  const files = { inventory: join(directory, 'inventory.yml'), playbook: join(directory, 'hostile.yml') };
  // JSON is YAML.
  writeFileSync(files.inventory, JSON.stringify(inventory));
  writeFileSync(files.playbook, JSON.stringify(playbook));
  return ['-i', files.inventory, files.playbook];
}
