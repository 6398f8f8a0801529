import { commandText } from './command-text.js';
import { COMMAND_WORDS, type CommandWord } from './command-words.js';
import { kollaCommand } from './kolla-command.js';
import { offeredCommands } from './offered-commands.js';
import { osismCommand } from './osism-command.js';
import { recordedCommand, type StartedRun } from './recorded-command.js';

const REDACTED = '<redacted by playledger>';
const SITE = '/usr/local/share/kolla-ansible/ansible/site.yml';
const ENVS = '/opt/configuration/environments';
const say = (key: CommandWord, values: Record<string, string | number> = {}) =>
  COMMAND_WORDS.en[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));

const kolla = (command: string) => kollaCommand({ words: command.split(' '), asTyped: true })?.join(' ') ?? null;
const osism = (command: string, directory = `${ENVS}/kolla`) =>
  osismCommand({ words: command.split(' '), directory, asTyped: true })?.join(' ') ?? null;

describe('the command of kolla-ansible', () => {
  // As its script of 2023.2 and 2024.1 writes them.
  const script = (more: string, playbook = SITE, inventory = ' --inventory /etc/kolla/multinode') =>
    kolla(
      `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla${more} ${playbook}${inventory}`,
    );

  it.each<[string, string, string?, string?]>([
    [' -e kolla_action=deploy', 'kolla-ansible -i /etc/kolla/multinode deploy'],
    [
      ' --tags keystone --limit ctl-001 --check --diff -e a=1 -e @x.yml -e kolla_action=upgrade -e kolla_serial=0',
      'kolla-ansible -i /etc/kolla/multinode --tags keystone --limit ctl-001 --check --diff -e a=1 -e @x.yml upgrade',
    ],
    [' --forks 20 -e kolla_action=precheck', 'kolla-ansible -i /etc/kolla/multinode --forks 20 prechecks'],
    [' -e kolla_action=stop', 'kolla-ansible -i /etc/kolla/multinode --yes-i-really-really-mean-it stop'],
    ['', 'kolla-ansible post-deploy', '/opt/kolla-ansible/ansible/post-deploy.yml', ''],
    [
      ' -e kolla_action=deploy',
      'kolla-ansible -i a -i b mariadb_recovery',
      '/x/kolla-ansible/ansible/mariadb_recovery.yml',
      ' --inventory a --inventory b',
    ],
  ])('of the script: %s', (more, expected, ...[playbook, inventory]) => {
    expect(script(more, playbook, inventory)).toBe(expected);
  });

  // As its program since 2024.2 writes them.
  const program = (more: string, playbook = SITE, before = '') =>
    kolla(
      `ansible-playbook --inventory /etc/kolla/multinode -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml${before}` +
        `${more.replace('|', ' -e CONFIG_DIR=/etc/kolla')} ${playbook}`,
    );

  it.each<[string, string, string?, string?]>([
    [' -e kolla_action=deploy|', 'kolla-ansible deploy -i /etc/kolla/multinode'],
    [
      ' -e x=y -e kolla_action=reconfigure -e kolla_serial=0| --become --check --limit ctl-001 --skip-tags a --tags nova',
      'kolla-ansible reconfigure -i /etc/kolla/multinode --check --limit ctl-001 --skip-tags a --tags nova --become -e x=y',
    ],
    [
      ' -e kolla_action=pull|',
      'kolla-ansible pull -i /etc/kolla/multinode --vault-password-file /v',
      SITE,
      ' --vault-password-file /v -e @/etc/kolla/globals.d/a.yml -e @/etc/kolla/globals.d/b.json',
    ],
    ['|', 'kolla-ansible gather-facts -i /etc/kolla/multinode', '/x/kolla-ansible/ansible/gather-facts.yml'],
    [
      ' -e kolla_action=gather-facts|',
      'kolla-ansible gather-facts -i /etc/kolla/multinode',
      '/x/kolla-ansible/ansible/gather-facts.yml',
    ],
    [
      ` -e kolla_action=bootstrap-servers -e ansible_python_interpreter=...|`,
      'kolla-ansible bootstrap-servers -i /etc/kolla/multinode',
      '/x/kolla-ansible/ansible/kolla-host.yml',
    ],
  ])('of the program: %s', (more, expected, ...[playbook, before]) => {
    expect(program(more, playbook, before)).toBe(expected);
  });

  it('names another directory and other passwords', () => {
    const of = (form: string) => kolla(form.replaceAll('HERE', '/srv/kolla'));
    expect(
      of(
        `ansible-playbook -e @HERE/globals.yml -e @HERE/globals.d/x.yml -e @/s/p.yml -e CONFIG_DIR=HERE -e kolla_action=pull ${SITE}`,
      ),
    ).toBe('kolla-ansible --configdir /srv/kolla --passwords /s/p.yml pull');
    expect(
      of(
        `ansible-playbook --inventory i -e @HERE/globals.yml -e @HERE/passwords.yml -e kolla_action=pull -e CONFIG_DIR=HERE ${SITE}`,
      ),
    ).toBe('kolla-ansible pull -i i --configdir /srv/kolla');
  });

  it.each([
    // A playbook of one's own, and none of kolla's.
    'ansible-playbook -i x site.yml',
    'ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=deploy /srv/mine.yml',
    // What it never writes.
    `ansible-playbook -e @/etc/kolla/passwords.yml -e @/etc/kolla/globals.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=deploy ${SITE}`,
    `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/other -e kolla_action=deploy ${SITE}`,
    `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=invented ${SITE}`,
    `ansible-playbook -u root -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=deploy ${SITE}`,
    `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=upgrade -e kolla_serial=1 ${SITE}`,
    `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=deploy ${SITE} y.yml`,
    // Whether it was --full is not recorded.
    `ansible-playbook --inventory i -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e kolla_action=backup -e mariadb_backup_type=... -e CONFIG_DIR=/etc/kolla /x/kolla-ansible/ansible/mariadb-backup.yml`,
  ])('is none for %s', (command) => {
    expect(kolla(command)).toBeNull();
  });
});

describe('the command of OSISM', () => {
  const files = (environment: string) =>
    `--vault-password-file ${ENVS}/.vault_pass -e @${ENVS}/configuration.yml -e @${ENVS}/secrets.yml`.replace(
      ' -e',
      environment.startsWith('kolla') || environment.startsWith('ceph')
        ? ` -e CONFIG_DIR=${ENVS}/${environment} -e`
        : ' -e',
    ) + ' -e @secrets.yml -e @images.yml -e @configuration.yml';

  it.each([
    [' -e kolla_action=deploy -e kolla_action=deploy /ansible/kolla-keystone.yml', 'osism apply keystone'],
    [
      ' -e kolla_action=deploy -e kolla_action=upgrade -l ctl-001 -e a=1 --check /ansible/kolla-nova.yml',
      'osism apply -a upgrade nova -l ctl-001 -e a=1 --check',
    ],
    [' -e kolla_action=deploy -e kolla_action=pull playbook-mine.yml', 'osism apply -a pull mine'],
    [' -e kolla_action=deploy -e kolla_action=deploy /ansible/kolla-common.yml', 'osism apply -e kolla common'],
    [' -e kolla_action=backup -e kolla_action=backup /ansible/kolla-mariadb.yml', 'osism apply mariadb-backup'],
    [
      ' -e kolla_action=deploy -e kolla_action=stop -e kolla_action_stop_ignore_missing=... /ansible/kolla-nova.yml',
      'osism apply -a stop nova',
    ],
  ])('in kolla: %s', (more, expected) => {
    expect(osism(`ansible-playbook ${files('kolla')}${more}`)).toBe(expected);
  });

  it('in a sub-environment, in ceph, and in the others', () => {
    const of = (environment: string, more: string) =>
      osism(`ansible-playbook ${files(environment)} ${more}`, `${ENVS}/${environment}`);
    const twice = '-e kolla_action=deploy -e kolla_action=deploy';
    expect(of('kolla.zone-a', `${twice} /ansible/kolla-glance.yml`)).toBe('osism apply --sub zone-a glance');
    expect(of('ceph', '--skip-tags=with_pkg -l x /ansible/ceph-mons.yml')).toBe('osism apply -e ceph mons -l x');
    expect(of('ceph', '--skip-tags=with_pkg /ansible/ceph-ceph.yml')).toBe('osism apply ceph');
    expect(of('generic', '/ansible/generic/facts.yml')).toBe('osism apply -e generic facts');
    expect(of('custom', '-e x=y playbook-mine.yml')).toBe('osism apply -e custom mine -e x=y');
  });

  it('quotes twice what is read by two shells', () => {
    const words = `ansible-playbook ${files('generic')} -e`.split(' ');
    const command = osismCommand({
      words: [...words, "a='b c'", '/ansible/generic/x.yml'],
      directory: `${ENVS}/generic`,
      asTyped: true,
    });
    expect(commandText({ words: command ?? [], directory: null, notes: [] }, say)).toBe(
      `osism apply -e generic x -e ''\\''a='\\''\\'\\'''\\''b c'\\''\\'\\'''\\'''\\'''`,
    );
  });

  it.each([
    `ansible-playbook ${files('kolla')} -e kolla_action=deploy /ansible/kolla-keystone.yml`,
    `ansible-playbook ${files('kolla')} -e kolla_action=upgrade -e kolla_action=upgrade /ansible/kolla-keystone.yml`,
    `ansible-playbook -e CONFIG_DIR=${ENVS}/kolla -e kolla_action=deploy -e kolla_action=deploy /ansible/kolla-keystone.yml`,
    `ansible-playbook ${files('generic')} /ansible/manager/x.yml`,
    `ansible-playbook -e netbox_token=... -e netbox_url=... ${ENVS}/netbox/playbooks/x.yml`,
  ])('is none for %s', (command) => {
    expect(osism(command, command.includes('generic') ? `${ENVS}/generic` : `${ENVS}/kolla`)).toBeNull();
  });
});

describe('the commands of a run', () => {
  const RUN: StartedRun = {
    playbookPath: SITE,
    workingDirectory: '/root',
    commandLine: null,
    arguments: null,
    inventory: ['/etc/kolla/multinode'],
    limit: null,
    tags: ['all'],
    skipTags: [],
    checkMode: false,
    diffMode: false,
    forks: 8,
    extraVarNames: ['kolla_action', 'CONFIG_DIR', 'keystone_admin_password'],
  };
  const NONE = { totalCount: 0, names: [] };
  const texts = (run: StartedRun, failed: Parameters<typeof offeredCommands>[1] = NONE) =>
    offeredCommands(run, failed, say).map(({ program, onlyFailed, text }) => [
      program + (onlyFailed ? ', failed' : ''),
      text.split('\n').at(-1),
    ]);

  it('are as they were typed', () => {
    const words = ['ansible-playbook', '-i', 'hosts', '-e', '@globals.yml', '-e', '@passwords.yml', 'site.yml'];
    expect(texts({ ...RUN, commandLine: words, forks: 50 }, { totalCount: 2, names: ['a', 'b'] })).toEqual([
      ['ansible', 'cd /root && ansible-playbook -i hosts -e @globals.yml -e @passwords.yml site.yml'],
      [
        'ansible, failed',
        'cd /root && ansible-playbook -i hosts -e @globals.yml -e @passwords.yml site.yml --limit a,b',
      ],
    ]);
  });

  it('have the files of a recorded run of kolla, and its own command', () => {
    const run = {
      ...RUN,
      tags: ['memcached'],
      arguments: {
        extra_vars: [
          '@/etc/kolla/globals.yml',
          '@/etc/kolla/passwords.yml',
          'CONFIG_DIR=/etc/kolla',
          'kolla_action=deploy',
        ],
        args: [SITE],
        vault_ids: [],
      },
    };
    const files =
      '-e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla -e kolla_action=deploy';
    const command = `cd /root && ansible-playbook -i /etc/kolla/multinode ${files}`;
    expect(texts(run, { totalCount: 1, names: ['ctl-003'] })).toEqual([
      ['ansible', `${command} --tags memcached --forks 8 ${SITE}`],
      ['ansible, failed', `${command} --tags memcached --forks 8 ${SITE} --limit ctl-003`],
      ['kolla-ansible', 'kolla-ansible -i /etc/kolla/multinode --tags memcached deploy'],
      ['kolla-ansible, failed', 'kolla-ansible -i /etc/kolla/multinode --tags memcached --limit ctl-003 deploy'],
    ]);
    expect(offeredCommands(run, NONE, say)[0]?.text).toContain('# Put together from what Ansible had parsed');
  });

  it('have those of OSISM from its parsed arguments', () => {
    const files = ['secrets', 'images', 'configuration'].map((name) => `@${ENVS}/kolla/${name}.yml`);
    const run = {
      ...RUN,
      workingDirectory: `${ENVS}/kolla`,
      inventory: ['/ansible/inventory/fast'],
      arguments: {
        extra_vars: [
          `CONFIG_DIR=${ENVS}/kolla`,
          ...[`@${ENVS}/configuration.yml`, `@${ENVS}/secrets.yml`, ...files],
          ...['kolla_action=deploy', 'kolla_action=upgrade'],
        ],
        args: ['/ansible/kolla-keystone.yml'],
        vault_password_files: '<left out by playledger, as ignored_arguments says>',
      },
    };
    expect(texts(run, { totalCount: 1, names: ['ctl-001'] }).slice(2)).toEqual([
      ['osism', 'osism apply -a upgrade keystone'],
      ['osism, failed', 'osism apply -a upgrade keystone --limit ctl-001'],
    ]);
    expect(offeredCommands(run, NONE, say)[0]?.text).toContain(
      '# Options that may be missing, because their values were not recorded: vault_password_files',
    );
  });

  it('do not pretend that variables of files were typed, and do not run without them', () => {
    const [command] = offeredCommands({ ...RUN, tags: null, inventory: null, forks: null }, NONE, say);
    expect(command?.text.split('\n')).toEqual([
      '# Put together from what Ansible had parsed, because the command itself was not recorded. Compare it before you run it.',
      '# Extra variables that were set, by files or by -e: kolla_action, CONFIG_DIR, keystone_admin_password',
      '# Not recorded, perhaps a secret: extra_vars. Write the value in its place. Until then a shell refuses to run this.',
      `cd /root && ansible-playbook -e "\${LEFT_OUT_extra_vars:?not recorded}" ${SITE}`,
    ]);
  });

  it('say that a file of hosts may have changed, but not where the failed hosts stand instead', () => {
    const commandLine = ['ansible-playbook', '-l', '@site.retry', 'site.yml'];
    const of = (failed: Parameters<typeof offeredCommands>[1]) =>
      offeredCommands({ ...RUN, workingDirectory: null, commandLine }, failed, say).at(-1)?.text;
    expect(of(NONE)).toBe(
      '# The hosts are read from site.retry, which may name others by now.\nansible-playbook -l @site.retry site.yml',
    );
    expect(of({ totalCount: 1, names: ['a'] })).toBe('ansible-playbook --limit a site.yml');
  });

  it('are bounded, and say what they leave to the reader', () => {
    const words = ['ansible-playbook', 'a.yml', 'b.yml'];
    const of = (failed: Parameters<typeof offeredCommands>[1]) =>
      offeredCommands({ ...RUN, commandLine: words }, failed, say)
        .at(-1)
        ?.text.split('\n');
    expect(of({ totalCount: 240, names: ['a'] })).toEqual([
      '# It ran 2 playbooks. This run is one of them.',
      '# 240 hosts failed: too many for a command. Write their names into the file failed-hosts, one in a line.',
      'cd /root && ansible-playbook a.yml b.yml --limit @failed-hosts',
    ]);
    expect(of({ totalCount: 2, names: ['a', 'b[0]'] })?.[1]).toBe(
      '# Without hosts whose names Ansible would take for a pattern: b 0',
    );
    expect(of({ totalCount: 1, names: ['*'] })?.at(-1)).toBe('cd /root && ansible-playbook a.yml b.yml');
  });

  it('name what was left out also in the commands of others', () => {
    const words =
      `ansible-playbook -e @/etc/kolla/globals.yml -e @/etc/kolla/passwords.yml -e CONFIG_DIR=/etc/kolla`.split(' ');
    const run = { ...RUN, commandLine: [...words, '-e', `a=${REDACTED}`, '-e', 'kolla_action=deploy', SITE] };
    expect(texts(run)[1]).toEqual(['kolla-ansible', 'kolla-ansible -e a="${LEFT_OUT_a:?not recorded}" deploy']);
    expect(recordedCommand(run, say).asTyped).toBe(true);
  });

  it('put an ad-hoc command of an older plugin together from what Ansible has parsed', () => {
    const parsed = { args: 'control', module_name: 'service', module_args: 'name=docker state=restarted' };
    const words = recordedCommand({ ...RUN, commandLine: null, playbookPath: null, arguments: parsed }, say).words;
    expect(words[0]).toBe('ansible');
    expect(words.slice(-5)).toEqual(['control', '-m', 'service', '-a', 'name=docker state=restarted']);
  });
});
