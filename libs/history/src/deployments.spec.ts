import { deriveRun } from './deployments.js';
import type { ContainerResult, PlayFacts, ResultCounts, RoleWork, RunFacts } from './run-facts.js';

const RUN: RunFacts = {
  status: 'completed',
  checkMode: false,
  playbookPath: '/playbooks/web.yml',
  workingDirectory: null,
  userName: null,
  sudoUser: null,
  configurationCommit: null,
  extraVars: { kolla_action: 'deploy' },
  environmentVariables: {},
};

const play = (seq: number, roles: string[], name = `Apply role ${roles.join(' ')}`): PlayFacts => {
  return { seq, name, hosts: ['all'], roles };
};

type Counts = Partial<ResultCounts>;

function work(playSeq: number, role: string | null, counts: Counts, more: Partial<RoleWork> = {}): RoleWork {
  const none: ResultCounts = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
  return {
    playSeq,
    role,
    hostId: 1,
    kind: 'work',
    counts: { ...none, ...counts },
    broken: 0,
    lost: 0,
    startedAt: `2026-11-22T10:00:0${playSeq}.000000Z`,
    endedAt: `2026-11-22T10:00:0${playSeq}.500000Z`,
    ...more,
  };
}

function derive(run: Partial<RunFacts>, plays: PlayFacts[], works: RoleWork[], containers: ContainerResult[] = []) {
  return deriveRun({ ...RUN, ...run }, plays, works, containers).deployments;
}

const servicesOf = (plays: PlayFacts[], works: RoleWork[]) => derive({}, plays, works).map(({ service }) => service);

describe('deriveRun: what is a service', () => {
  it('takes the role that a play names, and counts what other roles do in it as help', () => {
    const works = [
      work(1, 'keystone', { changed: 1 }),
      work(1, 'service-ks-register', { ok: 2 }),
      work(1, null, { ok: 1 }),
    ];
    expect(derive({}, [play(1, ['keystone'])], works)).toMatchObject([
      { service: 'keystone', serviceSource: 'role list of the play', results: { ok: 3, changed: 1 } },
    ]);
  });

  it('does not take the loadbalancer as deployed when only a helper wrote a configuration for it', () => {
    const works = [work(1, null, { ok: 1 }, { kind: 'include' }), work(1, 'haproxy-config', { changed: 1 })];
    expect(servicesOf([play(1, ['loadbalancer'])], works)).toEqual([]);
  });

  it('takes no service that another play includes for its own sake', () => {
    const works = [work(1, 'loadbalancer', { ok: 1 }), work(1, 'nova-cell', { ok: 1 }, { kind: 'include' })];
    expect(servicesOf([play(1, ['loadbalancer'])], works)).toEqual(['loadbalancer']);
  });

  it('takes a service whose helpers do all its work: stop, pull and check of kolla', () => {
    const works = [work(1, 'keystone', { ok: 1 }, { kind: 'include' }), work(1, 'service-stop', { changed: 3 })];
    expect(servicesOf([play(1, ['keystone'])], works)).toEqual(['keystone']);
  });

  it('takes the plays of a service together, and nova-cell as part of nova', () => {
    const plays = [play(1, ['nova']), play(2, ['nova-cell']), play(3, [], 'Bootstrap nova')];
    const works = [1, 2, 3].map((seq) => work(seq, seq === 2 ? 'nova-cell' : 'nova', { changed: 1 }));
    expect(derive({}, plays, works)).toMatchObject([
      { service: 'nova', startedAt: works[0]!.startedAt, endedAt: works[2]!.endedAt, results: { changed: 3 } },
    ]);
  });

  it('takes each role of a play with several, and of ceph-ansible the daemon', () => {
    const roles = ['osism.commons.hosts', 'osism.services.docker'];
    expect(
      servicesOf(
        [play(1, roles)],
        roles.map((role) => work(1, role, { ok: 1 })),
      ),
    ).toEqual(roles);
    const ceph = ['ceph-facts', 'ceph-mon'].map((role) => work(1, role, { ok: 1 }));
    expect(servicesOf([play(1, [])], ceph)).toEqual(['ceph-mon']);
  });

  it('takes the play where there are no roles, and the playbook where the play has no name', () => {
    expect(servicesOf([play(1, [], 'Web servers')], [work(1, null, { changed: 1 })])).toEqual(['Web servers']);
    expect(servicesOf([play(1, [], 'all')], [work(1, null, { changed: 1 })])).toEqual(['web']);
  });

  it('takes no helper play', () => {
    expect(servicesOf([play(1, [], 'Gather facts')], [work(1, null, { ok: 2 }, { kind: 'look' })])).toEqual([]);
    expect(servicesOf([play(1, ['prechecks'])], [work(1, 'prechecks', { ok: 2 })])).toEqual([]);
  });
});

describe('deriveRun: what counts', () => {
  const plays = [play(1, ['keystone'])];

  it('leaves out hosts where all was skipped', () => {
    const works = [work(1, 'keystone', { skipped: 4 }), work(1, 'keystone', { ok: 1 }, { hostId: 2 })];
    expect(derive({}, plays, works)).toMatchObject([{ hosts: [{ hostId: 2, outcome: 'ok' }] }]);
    expect(servicesOf(plays, [works[0]!])).toEqual([]);
  });

  it('shows an unreachable host, and does not count it as deployed', () => {
    const works = [work(1, 'keystone', { ok: 3, unreachable: 1 }, { lost: 1 })];
    expect(derive({}, plays, works)).toMatchObject([
      { outcome: 'failed', hosts: [{ outcome: 'unreachable', deployed: false }] },
    ]);
  });

  it.each([
    [{ failed: 1 }, 1, 'failed', 'failed'],
    [{ failed: 1, ignored: 1 }, 0, 'ok', 'completed'],
    [{ failed: 1, rescued: 1, changed: 1 }, 0, 'changed', 'completed'],
  ])('judges a host with %j and %i failures that count', (counts, broken, host, whole) => {
    const works = [work(1, 'keystone', { ok: 1, ...counts }, { broken })];
    expect(derive({ status: 'failed' }, plays, works)).toMatchObject([{ outcome: whole, hosts: [{ outcome: host }] }]);
  });

  it.each([
    [{}, true],
    [{ checkMode: true }, false],
    [{ extraVars: { kolla_action: 'pull' } }, false],
    [{ extraVars: { kolla_action: 'config' } }, false],
    [{ extraVars: { kolla_action: 'stop' } }, true],
    [{ extraVars: {} }, true],
  ])('of a run with %j says whether it changes what runs: %s', (run, changesState) => {
    expect(derive(run, plays, [work(1, 'keystone', { ok: 1 })])).toMatchObject([{ changesState }]);
  });

  it('is running or interrupted with its run', () => {
    const works = [work(1, 'keystone', { ok: 1 })];
    for (const status of ['running', 'interrupted'] as const) {
      expect(derive({ status }, plays, works)).toMatchObject([{ outcome: status }]);
    }
  });

  it("gives a service's containers to it, whichever role handled them", () => {
    const container = { playSeq: 1, role: 'service-check-containers', hostId: 1, changed: false, failed: false };
    const compared = { ...container, action: 'compare_container', name: 'keystone', image: 'kolla/keystone:1' };
    expect(derive({}, plays, [work(1, 'keystone', { ok: 1 })], [compared])).toMatchObject([
      { imageTags: ['1'], hosts: [{ imageTag: '1', containers: [{ name: 'keystone' }] }] },
    ]);
  });
});
