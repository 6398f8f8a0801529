import { deriveRun } from './deployments.js';
import type { ContainerResult, PlayFacts, ResultCounts, RoleWork, RunFacts } from './run-facts.js';

const RUN: RunFacts = {
  status: 'completed',
  checkMode: false,
  isAdHoc: false,
  playbookPath: '/playbooks/web.yml',
  workingDirectory: null,
  userName: null,
  sudoUser: null,
  configurationCommit: null,
  tags: ['all'],
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

describe('deriveRun: a command of ansible', () => {
  it('deploys nothing and works for no service, even with a role', () => {
    const plays = [{ ...play(1, [], 'Ansible Ad-Hoc'), hosts: ['control'] }];
    for (const works of [[work(1, null, { changed: 1 })], [work(1, 'keystone', { changed: 1 })]]) {
      const run = { ...RUN, isAdHoc: true, userName: 'alice', tags: ['memcached'] };
      expect(deriveRun(run, plays, works, [])).toMatchObject({
        deployments: [],
        roleServices: [],
        losses: [],
        origin: { operator: { value: 'alice' } },
      });
    }
  });
});

describe('deriveRun: a failure that the command forgave', () => {
  it('is one of the deployment on its host, although the run has completed', () => {
    const works = [
      work(1, 'keystone', { ok: 3, failed: 1 }, { broken: 1 }),
      work(1, 'keystone', { ok: 5 }, { hostId: 2 }),
      work(2, 'nova', { ok: 5 }),
    ];
    expect(derive({ status: 'completed' }, [play(1, ['keystone']), play(2, ['nova'])], works)).toMatchObject([
      { service: 'keystone', outcome: 'failed', hosts: [{ outcome: 'failed' }, { outcome: 'ok' }] },
      { service: 'nova', outcome: 'completed' },
    ]);
  });
});

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

describe('deriveRun: hosts that were lost on the way', () => {
  const gather = play(1, [], 'Gather facts');
  const plays = [gather, play(2, ['common']), play(3, ['memcached'])];
  const looked = (hostId: number) => work(1, null, { ok: 1 }, { kind: 'look', hostId });
  const unreachable = (playSeq: number, hostId: number, more: Partial<RoleWork> = {}) =>
    work(playSeq, null, { unreachable: 1 }, { kind: 'look', hostId, lost: 1, ...more });
  const memcached = [1, 2].map((hostId) => work(3, 'memcached', { changed: 1 }, { hostId }));

  it('count for the services behind: 2 of 3 hosts', () => {
    const [deployment] = derive({ status: 'failed' }, plays, [looked(1), looked(2), unreachable(1, 3), ...memcached]);
    expect(deployment).toMatchObject({
      service: 'memcached',
      outcome: 'failed',
      results: { changed: 2, unreachable: 1 },
    });
    expect(deployment).toMatchObject({ startedAt: memcached[0]!.startedAt, endedAt: memcached[0]!.endedAt });
    expect(deployment!.hosts.map(({ hostId, outcome, deployed }) => [hostId, outcome, deployed])).toEqual([
      [1, 'changed', true],
      [2, 'changed', true],
      [3, 'unreachable', false],
    ]);
  });

  it('count as failed where they failed, and where they were lost while the play itself gathered facts', () => {
    const failed = work(3, null, { failed: 1 }, { kind: 'look', hostId: 3, broken: 1 });
    expect(derive({ status: 'failed' }, plays, [failed, ...memcached])).toMatchObject([
      { outcome: 'failed', hosts: [{ hostId: 1 }, { hostId: 2 }, { hostId: 3, outcome: 'failed', deployed: false }] },
    ]);
  });

  it('count for what came behind the service that lost them, and not for what was done before', () => {
    const lost = work(3, 'memcached', { failed: 1 }, { hostId: 3, broken: 1 });
    const works = [work(2, 'common', { changed: 1 }), ...memcached, lost, work(4, 'keystone', { changed: 1 })];
    expect(derive({ status: 'failed' }, [...plays, play(4, ['keystone'])], works)).toMatchObject([
      { service: 'common', outcome: 'completed', hosts: [{ hostId: 1 }] },
      { service: 'keystone', outcome: 'failed', hosts: [{ hostId: 1 }, { hostId: 3, outcome: 'failed' }] },
      { service: 'memcached', outcome: 'failed' },
    ]);
  });

  it('count for a service that would have come back to them', () => {
    const works = [work(2, 'common', { changed: 1 }, { hostId: 3 }), unreachable(3, 3), work(4, 'common', { ok: 1 })];
    expect(
      derive({ status: 'failed' }, [play(3, [], 'Look'), play(2, ['common']), play(4, ['common'])], works),
    ).toMatchObject([
      { service: 'common', hosts: [{ hostId: 1 }, { hostId: 3, outcome: 'unreachable', deployed: false }] },
    ]);
  });

  it('do not count once they are back, nor where the failure was ignored or rescued', () => {
    const back = [unreachable(1, 1), ...memcached];
    expect(derive({ status: 'failed' }, plays, back)).toMatchObject([{ outcome: 'completed', hosts: [{}, {}] }]);
    const ignored = [work(1, null, { unreachable: 1, ignored: 1 }, { kind: 'look', hostId: 3 }), ...memcached];
    expect(derive({}, plays, ignored)[0]!.hosts).toHaveLength(2);
  });

  it('make a failed deployment of what the play lists when none was left', () => {
    const works = [unreachable(3, 1), unreachable(3, 2)];
    expect(derive({ status: 'failed' }, plays, works)).toMatchObject([
      { service: 'memcached', outcome: 'failed', hosts: [{ outcome: 'unreachable' }, { outcome: 'unreachable' }] },
    ]);
  });

  it.each([
    [{ tags: ['memcached'] }, ['memcached'], 'tags'],
    [{ tags: ['nova-cell', 'always', 'prechecks'] }, ['nova'], 'tags'],
    [{ playbookPath: '/ansible/kolla-memcached.yml' }, ['memcached'], 'name of the playbook'],
    [{ playbookPath: '/ansible/site.yml' }, [], null],
    [{ tags: ['memcached'], extraVars: {} }, [], null],
    [{ tags: ['memcached'], status: 'running' as const }, [], null],
  ])(
    'make a failed deployment of what the command named, when none was left for any play: %j',
    (run, names, source) => {
      const found = derive({ status: 'failed', ...run }, [gather], [unreachable(1, 1)]);
      expect(found.map(({ service }) => service)).toEqual(names);
      for (const deployment of found) expect(deployment).toMatchObject({ serviceSource: source, outcome: 'failed' });
    },
  );

  it('tell which play lost them, for the causes of a service', () => {
    const works = [unreachable(1, 3), ...memcached, work(2, 'common', { ok: 1 })];
    expect(deriveRun({ ...RUN, status: 'failed' }, plays, works, []).losses).toEqual([
      { service: 'common', hostId: 3, playSeq: 1 },
      { service: 'memcached', hostId: 3, playSeq: 1 },
    ]);
  });
});
