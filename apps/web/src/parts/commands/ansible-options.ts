/** Options that take a value, by what Ansible calls it. The names: ansible-core 2.14 to 2.21, of all its commands. */
const WITH_VALUE = {
  basedir: ['--playbook-dir'],
  become_method: ['--become-method'],
  become_password_file: ['--become-password-file', '--become-pass-file'],
  become_user: ['--become-user'],
  connection: ['-c', '--connection'],
  connection_password_file: ['--connection-password-file', '--conn-pass-file'],
  extra_vars: ['-e', '--extra-vars'],
  forks: ['-f', '--forks'],
  inventory: ['-i', '--inventory', '--inventory-file'],
  module_args: ['-a', '--args'],
  module_name: ['-m', '--module-name'],
  module_path: ['-M', '--module-path'],
  poll_interval: ['-P', '--poll'],
  private_key_file: ['--private-key', '--key-file'],
  remote_user: ['-u', '--user'],
  scp_extra_args: ['--scp-extra-args'],
  seconds: ['-B', '--background'],
  sftp_extra_args: ['--sftp-extra-args'],
  skip_tags: ['--skip-tags'],
  ssh_common_args: ['--ssh-common-args'],
  ssh_extra_args: ['--ssh-extra-args'],
  start_at_task: ['--start-at-task'],
  subset: ['-l', '--limit'],
  tags: ['-t', '--tags'],
  task_timeout: ['--task-timeout'],
  timeout: ['-T', '--timeout'],
  vault_ids: ['--vault-id'],
  vault_password_files: ['--vault-password-file', '--vault-pass-file'],
} as const;

const SWITCHES = {
  ask_pass: ['-k', '--ask-pass'],
  ask_vault_pass: ['-J', '--ask-vault-password', '--ask-vault-pass'],
  become: ['-b', '--become'],
  become_ask_pass: ['-K', '--ask-become-pass'],
  check: ['-C', '--check'],
  diff: ['-D', '--diff'],
  flush_cache: ['--flush-cache'],
  force_handlers: ['--force-handlers'],
  help: ['-h', '--help'],
  listhosts: ['--list-hosts'],
  listtags: ['--list-tags'],
  listtasks: ['--list-tasks'],
  one_line: ['-o', '--one-line'],
  step: ['--step'],
  syntax: ['--syntax-check'],
  verbosity: ['-v', '--verbose'],
  version: ['--version'],
} as const;

/** What an option is called in Ansible's parsed arguments. */
export type AnsibleOption = keyof typeof WITH_VALUE | keyof typeof SWITCHES;

export interface KnownOption {
  name: AnsibleOption;
  hasValue: boolean;
}

const OPTIONS = new Map<string, KnownOption>([...known(WITH_VALUE, true), ...known(SWITCHES, false)]);

function known(options: Record<string, readonly string[]>, hasValue: boolean): [string, KnownOption][] {
  return Object.entries(options).flatMap(([name, forms]) =>
    forms.map((form): [string, KnownOption] => [form, { name: name as AnsibleOption, hasValue }]),
  );
}

/** These are not options of ansible-playbook: a beginning that it knows may be that of one of them. */
const OF_AD_HOC = new Set<AnsibleOption>([
  'basedir',
  'module_args',
  'module_name',
  'one_line',
  'poll_interval',
  'seconds',
]);
const NOT_OF_PLAYBOOKS = new Set<AnsibleOption>([...OF_AD_HOC, 'task_timeout']);

/** The option that a word such as `-e`, `--limit` or `--lim` begins; null if there is none, or several. */
export function optionOf(word: string, ofPlaybooks: boolean): KnownOption | null {
  const known = OPTIONS.get(word);
  if (known !== undefined) return known;
  if (!word.startsWith('--')) return null;
  const begun = [...OPTIONS].filter(
    ([form, { name }]) => form.startsWith(word) && !(ofPlaybooks && NOT_OF_PLAYBOOKS.has(name)),
  );
  return new Set(begun.map(([, { name }]) => name)).size === 1 ? (begun[0]?.[1] ?? null) : null;
}
