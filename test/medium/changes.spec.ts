import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

/** Changed results by operator, service and host, counted in the recordings by eye. */
const EXPECTED: Record<
  string,
  { operator: string; action: string; changes: number; services: Record<string, number> }
> = {
  'kolla-2-reconfigure-keystone': {
    operator: 'alice',
    action: 'reconfigure',
    changes: 2,
    services: { keystone: 2 },
  },
  'kolla-3-upgrade-keystone': {
    operator: 'carol',
    action: 'upgrade',
    changes: 18,
    services: { keystone: 18 },
  },
  'kolla-5-deploy-memcached-unreachable': {
    operator: 'bob',
    action: 'deploy',
    changes: 4,
    services: { memcached: 4 },
  },
  'osism-1-common': {
    operator: '',
    action: 'deploy',
    changes: 50,
    services: { common: 50 },
  },
};
const CHECK = 'kolla-4-check-rabbitmq-failed';

const CHANGES = `query ($filter: ChangeFilter, $order: ChangeOrder! = newest, $first: Int!, $after: String) {
  changes(filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      occurredAt hostName service action operator checkMode task { name role } run { uuid } resultId diff { state text }
    }
  }
}`;

interface Change {
  occurredAt: string;
  hostName: string;
  service: string | null;
  task: { name: string };
  resultId: string;
  run: { uuid: string };
  diff: { state: string; text: string | null };
}

describe('changes of recorded runs', () => {
  let product: Product;
  let client: ApiClient;
  const runs = new Map<string, string>();

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    const { url, token } = client;
    for (const [name, file] of RECORDINGS) runs.set(name, (await loadRecording(file, { url, token })).runId);
    await eventually(async () => {
      const { data } = await client.ask('{ runs(filter: { status: [completed, failed] }) { totalCount } }');
      return data.runs.totalCount === runs.size;
    }, 60);
  });
  afterAll(() => product.stop());

  const changesOf = async (filter: Record<string, unknown>, order = 'newest', first = 100) => {
    const found: Change[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, errors } = await client.ask(CHANGES, { filter, order, first, after });
      expect(errors).toBeUndefined();
      found.push(...data.changes.nodes);
      if (!data.changes.pageInfo.hasNextPage) {
        expect(found).toHaveLength(data.changes.totalCount);
        return found;
      }
      after = data.changes.pageInfo.endCursor;
    }
  };

  const countsBy = async (by: string, filter: Record<string, unknown> = {}) => {
    const { data, errors } = await client.ask(
      `query ($filter: ChangeCountFilter) { changeCounts(by: ${by}, filter: $filter) { key changes runs } }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    return data.changeCounts as { key: string | null; changes: number; runs: number }[];
  };

  it.each(Object.entries(EXPECTED).filter(([name]) => RECORDINGS.has(name)))(
    '%s: each with who, what and for which service',
    async (name, { operator, action, changes, services }) => {
      const found = await changesOf({ run: runs.get(name) });
      expect(found).toHaveLength(changes);
      const who = operator === '' ? expect.stringMatching(/^[0-9a-f-]{36}$/) : operator;
      for (const change of found) {
        expect(change).toMatchObject({ operator: who, action, checkMode: false, run: { uuid: runs.get(name) } });
      }
      const counted: Record<string, number> = {};
      for (const { service } of found) counted[service ?? ''] = (counted[service ?? ''] ?? 0) + 1;
      expect(counted).toEqual(services);
    },
  );

  it('leaves out what check mode predicted, unless asked for it, with its diffs', async () => {
    const run = runs.get(CHECK);
    expect(await changesOf({ run })).toEqual([]);
    const predicted = await changesOf({ run, checkMode: true }, 'oldest');
    expect(predicted.map(({ task, service, diff }) => [task.name, service, diff.state])).toEqual([
      ['haproxy-config : Copying over rabbitmq haproxy config', 'loadbalancer', 'shown'],
      ['rabbitmq : Copying over rabbitmq.conf', 'rabbitmq', 'shown'],
      ['rabbitmq : Restart rabbitmq container', 'rabbitmq', 'not_given'],
    ]);
    expect(predicted[1]?.diff.text).toBe(
      [
        '# item: /usr/local/share/kolla-ansible/ansible/roles/rabbitmq/templates/rabbitmq.conf.j2',
        '--- /etc/kolla/rabbitmq/rabbitmq.conf',
        '+++ after',
        '@@ -9,7 +9,7 @@',
        ' ',
        ' cluster_formation.peer_discovery_backend = rabbit_peer_discovery_classic_config',
        ' cluster_formation.classic_config.nodes.0 = rabbit@ctl-001',
        '-cluster_formation.classic_config.nodes.1 = rabbit@ctl-002',
        '-cluster_formation.classic_config.nodes.2 = rabbit@ctl-003',
        '+cluster_formation.classic_config.nodes.1 = rabbit@ctl-001',
        '+cluster_formation.classic_config.nodes.2 = rabbit@ctl-001',
        ' ',
        ' ',
      ].join('\n'),
    );
  });

  it('names the reason where there is no diff, and leads to the body', async () => {
    const [change] = await changesOf({ run: runs.get('osism-3-keystone'), module: 'template' });
    expect(change?.diff).toEqual({ state: 'not_requested', text: null });
    const { data } = await client.ask(
      `query ($id: ID!) { taskResult(id: $id) { status hostName result task { action } } }`,
      { id: change?.resultId },
    );
    expect(data.taskResult).toMatchObject({
      status: 'changed',
      hostName: change?.hostName,
      task: { action: 'template' },
    });
  });

  it('finds those of a service, a host, a role, a task and a time', async () => {
    const run = runs.get('osism-3-keystone');
    const all = await changesOf({ run });
    const on = await changesOf({ run, host: 'ctl-002', service: 'keystone' });
    expect(on).toEqual(all.filter(({ hostName, service }) => hostName === 'ctl-002' && service === 'keystone'));
    expect(on.length).toBeGreaterThan(5);
    const uwsgi = await changesOf({ run, role: 'service-uwsgi-config' });
    expect(uwsgi.map(({ task, hostName }) => [task.name, hostName]).sort()).toEqual(
      ['ctl-001', 'ctl-002', 'ctl-003'].map((host) => [
        'service-uwsgi-config : Copying over keystone uWSGI config',
        host,
      ]),
    );
    expect(await changesOf({ run, task: 'service-uwsgi-config : Copying over keystone uWSGI config' })).toEqual(uwsgi);
    const [last] = all;
    const before = await changesOf({ run, until: last?.occurredAt });
    expect(before.length).toBeLessThan(all.length);
    expect(await changesOf({ run, environment: 'ceph' })).toEqual([]);
    expect(await changesOf({ run, configurationCommit: 'c0ffee' })).toEqual([]);
    expect([...(await changesOf({ run }, 'oldest'))].reverse()).toEqual(all);
  });

  it('is listed by run, page by page, in either order', async () => {
    const all = await changesOf({});
    const listed = all.map(({ run }) => run.uuid);
    const inOrder = [...new Set(listed)].sort().reverse();
    expect(inOrder.length).toBeGreaterThan(2);
    expect(listed).toEqual(inOrder.flatMap((uuid) => listed.filter((one) => one === uuid)));
    expect(await changesOf({}, 'newest', 7)).toEqual(all);
    expect(await changesOf({}, 'oldest', 7)).toEqual([...all].reverse());
    const ofService = all.filter(({ service }) => service === 'keystone');
    expect(await changesOf({ service: 'keystone' }, 'newest', 3)).toEqual(ofService);
  });

  it('counts what it lists, however it counts', async () => {
    const all = await changesOf({});
    const total = async (by: string) => (await countsBy(by)).reduce((sum, { changes }) => sum + changes, 0);
    for (const by of ['day', 'service', 'host', 'operator', 'environment', 'action', 'configuration_commit']) {
      expect([by, await total(by)]).toEqual([by, all.length]);
    }
    const byService: Record<string, number> = {};
    for (const { service } of all) byService[service ?? ''] = (byService[service ?? ''] ?? 0) + 1;
    expect(Object.fromEntries((await countsBy('service')).map(({ key, changes }) => [key ?? '', changes]))).toEqual(
      byService,
    );
    expect(await countsBy('day')).toEqual([{ key: '2026-11-22', changes: all.length, runs: expect.any(Number) }]);
    expect(await countsBy('action', { operator: 'bob' })).toEqual([{ key: 'deploy', changes: 4, runs: 1 }]);
    expect(await countsBy('host', { operator: 'bob', checkMode: true })).toEqual([
      { key: 'ctl-001', changes: 3, runs: 1 },
    ]);
    expect(await countsBy('service', { since: '2026-11-22T08:00:00Z' })).toEqual([]);
  });
});
