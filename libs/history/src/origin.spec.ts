import { originOf } from './origin.js';
import type { RunFacts } from './run-facts.js';

function run(more: Partial<RunFacts> = {}): RunFacts {
  return {
    status: 'completed',
    checkMode: false,
    isAdHoc: false,
    playbookPath: '/ansible/kolla-keystone.yml',
    workingDirectory: null,
    userName: null,
    sudoUser: null,
    configurationCommit: null,
    tags: ['all'],
    extraVars: {},
    environmentVariables: {},
    ...more,
  };
}

const OSISM = '/tmp/.ansible-ssh-350f46e5-6c75-4467-9212-b7d3544b9154-ab12cd34';

describe('originOf', () => {
  it('is empty where nothing is told', () => {
    const nothing = { value: null, source: null };
    expect(originOf(run({ extraVars: { kolla_action: '{{ action }}' }, sudoUser: '' }))).toEqual({
      environment: nothing,
      action: nothing,
      operator: nothing,
      configurationCommit: nothing,
    });
  });

  it.each<[Partial<RunFacts>, string, string]>([
    [{ userName: 'dragon' }, 'dragon', 'user'],
    [
      { userName: 'dragon', environmentVariables: { ANSIBLE_SSH_CONTROL_PATH_DIR: OSISM } },
      '350f46e5-6c75-4467-9212-b7d3544b9154',
      'OSISM request id',
    ],
    [{ userName: 'root', sudoUser: 'alice' }, 'alice', 'SUDO_USER'],
    [{ sudoUser: 'gitlab-runner', environmentVariables: { GITLAB_USER_LOGIN: 'carol' } }, 'carol', 'GITLAB_USER_LOGIN'],
    [{ environmentVariables: { GITHUB_ACTOR: 'bob' } }, 'bob', 'GITHUB_ACTOR'],
    [{ userName: 'zuul', environmentVariables: { ZUUL_UUID: '9f' } }, '9f', 'ZUUL_UUID'],
  ])('knows the operator of %j', (facts, value, source) => {
    expect(originOf(run(facts)).operator).toEqual({ value, source });
  });

  it.each<[Partial<RunFacts>, string, string]>([
    [{ environmentVariables: { ENVIRONMENT: 'kolla' } }, 'kolla', 'ENVIRONMENT'],
    [{ environmentVariables: { ENVIRONMENT: 'kolla', SUB: 'kolla.edge' } }, 'kolla.edge', 'SUB'],
    [{ workingDirectory: '/opt/configuration/environments/infrastructure' }, 'infrastructure', 'working directory'],
  ])('knows the environment of %j', (facts, value, source) => {
    expect(originOf(run(facts)).environment).toEqual({ value, source });
  });

  it("takes the action from kolla's variable, and else from a playbook that says it", () => {
    expect(originOf(run({ extraVars: { kolla_action: 'upgrade' } })).action.value).toBe('upgrade');
    expect(originOf(run({ playbookPath: '/share/kolla-ansible/ansible/destroy.yml' })).action).toEqual({
      value: 'destroy',
      source: 'playbook',
    });
  });

  it('takes the commit from git, and else from the pipeline', () => {
    const environmentVariables = { CI_COMMIT_SHA: 'c1' };
    expect(originOf(run({ environmentVariables })).configurationCommit.value).toBe('c1');
    expect(originOf(run({ environmentVariables, configurationCommit: 'g1' })).configurationCommit.value).toBe('g1');
  });
});
