import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from '../support/api-client.js';
import { playledger as run, type Ended } from '../support/command-line.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

describe('npx playledger', () => {
  let product: Product;
  const runOf: Record<string, string> = {};

  beforeAll(async () => {
    product = await Product.start();
    const { url, token } = product.client;
    for (const name of ['kolla-4-check-rabbitmq-failed', 'kolla-5-deploy-memcached-unreachable', 'osism-3-keystone']) {
      const { runId } = await loadRecording(RECORDINGS.get(name)!, { url, token });
      runOf[name] = runId;
    }
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs { nodes { status } } }');
      const ended = data.runs.nodes.filter(({ status }: { status: string }) => status !== 'running');
      return ended.length === Object.keys(runOf).length;
    });
  });
  afterAll(() => product.stop());

  const playledger = (args: string[], env?: Record<string, string>): Promise<Ended> => run(product.client, args, env);
  const json = async (...args: string[]) => {
    const { code, out, err } = await playledger([...args, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out);
  };
  const lines = async (...args: string[]) => {
    const { code, out } = await playledger(args, { TZ: 'Asia/Tokyo' });
    expect(code).toBe(0);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
  };

  it('lists runs, as a table in local time and as JSON in UTC', async () => {
    const [titles, first, ...others] = await lines('runs', '--user', 'bob');
    expect(titles).toEqual([
      ...['STARTED', 'STATUS', 'PLAYBOOK', 'ACTION', 'CHECK', 'OPERATOR', 'OK', 'CHANGED', 'FAILED', 'UNREACHABLE'],
      ...['TOOK', 'RUN'],
    ]);
    expect(first!.slice(0, 2)).toEqual(['2026-11-22 16:09:09', 'failed']);
    expect(first!.at(-1)).toBe(runOf['kolla-5-deploy-memcached-unreachable']);
    expect(others).toHaveLength(1);
    expect(await json('runs', '--user', 'bob', '--check')).toMatchObject([
      { uuid: runOf['kolla-4-check-rabbitmq-failed'], startedAt: expect.stringMatching(/^2026-11-22T07:08:34\.\d+Z$/) },
    ]);
  });

  it('walks pages up to the limit, and says when there is more', async () => {
    const all = await json('changes', '--limit', '1000', '--service', 'keystone');
    expect(all).toHaveLength(45);
    expect(new Set(all.map(({ resultId }: { resultId: string }) => resultId)).size).toBe(45);
    expect((await json('changes', '--limit', '7', '--service', 'keystone')).length).toBe(7);
    expect((await lines('changes', '--limit', '7')).at(-1)).toEqual([
      'Only the first 7 are shown; use --limit for more.',
    ]);
  });

  it('shows what failed and whether its cause is new', async () => {
    const [titles, row] = await lines('failures', '--since', '2026-11-22T07:09:08Z', '--until', '2026-11-22T07:10:00Z');
    expect(titles).toEqual(['WHEN', 'STATUS', 'CAUSE', 'HOST', 'TASK', 'MESSAGE', 'RUN']);
    expect(row!.slice(1, 5)).toEqual(['unreachable', 'new', 'ctl-003', 'Gather facts']);
    expect(await json('failures', '--run', runOf['osism-3-keystone']!, '--all')).toEqual([]);
  });

  it('shows what runs where, now and before', async () => {
    expect(await json('state', 'memcached')).toMatchObject([
      { host: 'ctl-001', imageTag: '2023.2-ubuntu-jammy-20260115', outcome: 'changed', divergent: false },
      { host: 'ctl-002', imageTag: '2023.2-ubuntu-jammy-20260115', outcome: 'changed', divergent: false },
    ]);
    expect(await json('state', '--host', 'ctl-003')).toMatchObject([{ service: 'keystone' }]);
    expect(await lines('state', '--at', '2026-11-22T07:00:00Z')).toEqual([['Nothing has been deployed.']]);
  });

  it('gives a service and a host with their deployments', async () => {
    expect(await lines('service', 'memcached')).toMatchObject([
      ['service', 'memcached'],
      ['last failed', '2026-11-22 16:09:18 deploy by bob'],
      [''],
      expect.arrayContaining(['STARTED', 'IMAGE TAGS']),
      expect.arrayContaining(['failed', '2/3', 'ctl-003 unreachable', 'bob']),
    ]);
    const host = await json('host', 'ctl-001', '--service', 'rabbitmq');
    expect(host.deployments).toMatchObject([{ action: 'deploy', outcome: 'failed', checkMode: true }]);
  });

  it('compares two runs, and says when there is none to compare with', async () => {
    const { 'osism-3-keystone': keystone, 'kolla-5-deploy-memcached-unreachable': memcached } = runOf;
    expect(await json('compare', keystone!, memcached!)).toMatchObject({
      before: { uuid: memcached },
      after: { uuid: keystone },
      changedFacts: expect.arrayContaining([expect.objectContaining({ name: 'ansibleVersion' })]),
    });
    expect(await playledger(['compare', keystone!])).toMatchObject({
      code: 5,
      out: '',
      err: 'There is no earlier successful run of the same services, action and hosts.\n',
    });
  });

  it.each<[string[], Record<string, string>, number, string]>([
    [['host', 'nobody'], {}, 5, 'No run has had a host "nobody".'],
    [['service', 'nobody'], {}, 5, 'No run has deployed a service "nobody".'],
    [
      ['runs'],
      { PLAYLEDGER_TOKEN: 'wrong' },
      4,
      'does not accept the token: This token is unknown, expired or revoked.',
    ],
    [['runs', '--url', 'http://127.0.0.1:9'], {}, 3, 'No server responds at http://127.0.0.1:9'],
    [['runs'], { PLAYLEDGER_TOKEN: '' }, 2, 'No token. Set PLAYLEDGER_TOKEN_FILE'],
    [['runs', '--limit', 'all'], {}, 2, 'Give a number from 1 to 10000.'],
    [['runs', '--since', 'yesterday'], {}, 2, 'Give 2026-11-22,'],
    [['runs', '--status', 'lost'], {}, 2, 'Allowed choices are running, completed, failed, interrupted.'],
    [['nonsense'], {}, 2, "unknown command 'nonsense'"],
    [['failures', '--run', 'x'], {}, 1, '"filter.run" is not the id of a run.'],
  ])('%j with %j ends with %d and says why', async (args, env, code, message) => {
    const ended = await playledger(args, env);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(message);
  });
});
