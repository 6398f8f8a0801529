import { commandLine, quoted, type StartedRun } from './command-line.js';

const RUN: StartedRun = {
  playbookPath: '/ansible/site.yml',
  adHocCommand: null,
  inventory: ['/etc/kolla/inventory'],
  workingDirectory: null,
  limit: null,
  tags: ['all'],
  skipTags: [],
  checkMode: false,
  diffMode: false,
  forks: 5,
  extraVars: {},
  extraVarNames: [],
};

describe('commandLine', () => {
  it('says only what is not the default', () => {
    expect(commandLine(RUN)).toBe('ansible-playbook -i /etc/kolla/inventory /ansible/site.yml');
  });

  it('is the ad-hoc command with its options, and a remark for what was typed at a prompt', () => {
    const command = "ansible control -m service -a 'name=docker state=restarted'";
    const run = { ...RUN, playbookPath: null, adHocCommand: command, forks: 20, checkMode: true };
    expect(commandLine(run)).toBe(`${command} -i /etc/kolla/inventory --check --forks 20`);
    expect(commandLine({ ...run, adHocCommand: 'ansible-console control: ping' })).toBe(
      '# ansible-console control: ping',
    );
  });

  it('says all that was given', () => {
    const run = {
      ...RUN,
      workingDirectory: '/opt/my configuration',
      limit: 'ctl-001:&control',
      tags: ['keystone', 'nova'],
      skipTags: ['slow'],
      checkMode: true,
      diffMode: true,
      forks: 20,
      extraVars: { kolla_action: 'upgrade', list: [1] },
      extraVarNames: ['kolla_action', 'list', 'database_password'],
    };
    expect(commandLine(run)).toBe(
      "cd '/opt/my configuration' && ansible-playbook -i /etc/kolla/inventory --limit 'ctl-001:&control' " +
        '--tags keystone,nova --skip-tags slow --check --diff --forks 20 -e kolla_action=upgrade ' +
        "-e 'list=[1]' -e database_password=... /ansible/site.yml",
    );
  });
});

describe('quoted', () => {
  it.each([
    ['a-b_c/d.yml', 'a-b_c/d.yml'],
    ["it's; rm -rf ~", `'it'\\''s; rm -rf ~'`],
    ['$(id) `id`', "'$(id) `id`'"],
    ['', "''"],
  ])('%j', (word, written) => {
    expect(quoted(word)).toBe(written);
  });
});
