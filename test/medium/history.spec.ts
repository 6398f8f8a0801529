import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const container = (tag: string) => ({
  result: {
    changed: true,
    invocation: {
      module_args: { action: 'recreate_or_restart_container', name: 'keystone', image: `r/kolla/keystone:${tag}` },
    },
  },
});

/** A run that does something to keystone, at ten o'clock of a day in November. */
const keystone = (day: number, kolla_action: string, more: Parameters<typeof aRun>[0] = {}): RunBuilder =>
  aRun({ extraVars: { kolla_action }, sudoUser: 'alice', ...more }, new Date(Date.UTC(2026, 10, day, 10)));

describe('history', () => {
  let product: Product;
  let client: ApiClient;

  const first = keystone(1, 'deploy').with(
    aTask().on('ctl-001', 'changed', container('1')).on('ctl-002', 'changed', container('1')),
  );
  const pulled = keystone(2, 'pull').with(aTask().okOn('ctl-001', 'ctl-002'));
  const checked = keystone(3, 'upgrade', { checkMode: true }).with(aTask().changedOn('ctl-001'));
  const upgraded = keystone(4, 'upgrade', { sudoUser: 'carol', configurationCommit: 'c0ffee' }).with(
    aTask()
      .on('ctl-001', 'changed', container('2'))
      .on('ctl-002', 'unreachable', { result: { msg: 'no route' } }),
  );
  const stopped = keystone(5, 'stop', { sudoUser: 'bob' }).with(aTask().changedOn('ctl-001'));

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    const runs = [first, pulled, checked, upgraded, stopped];
    // In an order that is not theirs: what was later must not depend on what came later.
    for (const run of [...runs].reverse()) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ deployments { totalCount nodes { outcome } } }');
      return (
        data.deployments.totalCount === runs.length &&
        data.deployments.nodes.every(({ outcome }: { outcome: string }) => outcome !== 'running')
      );
    });
  });
  afterAll(() => product.stop());

  const actionsOf = async (args: string) => {
    const { data, errors } = await client.ask(`{ deployments(${args}) { totalCount nodes { action } } }`);
    expect(errors).toBeUndefined();
    return data.deployments.nodes.map(({ action }: { action: string }) => action);
  };

  it.each([
    ['orderBy: newest', ['stop', 'upgrade', 'upgrade', 'pull', 'deploy']],
    ['orderBy: oldest, first: 2', ['deploy', 'pull']],
    ['filter: { operator: "carol" }', ['upgrade']],
    ['filter: { configurationCommit: "c0ffee" }', ['upgrade']],
    ['filter: { imageTag: "1" }', ['deploy']],
    ['filter: { outcome: [failed] }', ['upgrade']],
    ['filter: { checkMode: true }', ['upgrade']],
    ['filter: { changesState: true }', ['stop', 'upgrade', 'deploy']],
    ['filter: { action: ["pull", "stop"] }', ['stop', 'pull']],
    ['filter: { host: "ctl-002" }', ['upgrade', 'pull', 'deploy']],
    ['filter: { since: "2026-11-02T00:00:00Z", until: "2026-11-03T00:00:00Z" }', ['pull']],
    ['filter: { service: "nova" }', []],
  ])('finds deployments by %s', async (args, actions) => {
    expect(await actionsOf(args)).toEqual(actions);
  });

  it('walks the longest ones page by page, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await client.ask(
        `query ($after: String) { deployments(orderBy: longest, first: 2, after: $after) {
          nodes { id duration } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      seen.push(...data.deployments.nodes.map(({ id }: { id: string }) => id));
      after = data.deployments.pageInfo.hasNextPage ? (data.deployments.pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('gives a service with its last good and last failed deployment, and how long they took', async () => {
    const { data } = await client.ask(`{
      services { nodes { name } }
      service(name: "keystone") {
        id deployments(filter: { checkMode: false }) { totalCount }
        lastGood { action run { uuid } } lastFailed { action operator hosts { nodes { host { name } outcome deployed } } }
        durationTrend { points { action } change }
      }
      nobody: service(name: "nobody") { name }
    }`);
    expect(data).toMatchObject({
      services: { nodes: [{ name: 'keystone' }] },
      service: {
        deployments: { totalCount: 4 },
        lastGood: { action: 'stop', run: { uuid: stopped.id } },
        lastFailed: {
          action: 'upgrade',
          operator: 'carol',
          hosts: {
            nodes: [
              { host: { name: 'ctl-001' }, outcome: 'changed', deployed: true },
              { host: { name: 'ctl-002' }, outcome: 'unreachable', deployed: false },
            ],
          },
        },
        durationTrend: { points: [{ action: 'deploy' }, { action: 'stop' }], change: null },
      },
      nobody: null,
    });
    const { data: again } = await client.ask('query ($id: ID!) { node(id: $id) { __typename id } }', {
      id: data.service.id,
    });
    expect(again.node).toEqual({ __typename: 'Service', id: data.service.id });
  });

  it('gives a host with what was deployed on it', async () => {
    const { data } = await client.ask(`{ host(name: "ctl-002") {
      deployments(service: "keystone") { nodes { action outcome imageTag } }
      lastGood { action imageTag run { uuid } } lastFailed { action }
      durationTrend(service: "keystone") { points { action } }
    } }`);
    expect(data.host).toEqual({
      deployments: {
        nodes: [
          { action: 'upgrade', outcome: 'unreachable', imageTag: null },
          { action: 'pull', outcome: 'ok', imageTag: null },
          { action: 'deploy', outcome: 'changed', imageTag: '1' },
        ],
      },
      lastGood: { action: 'deploy', imageTag: '1', run: { uuid: first.id } },
      lastFailed: { action: 'upgrade' },
      durationTrend: { points: [{ action: 'deploy' }] },
    });
  });

  it('gives a service and a host with their changes and failures in the same answer', async () => {
    const HISTORY = `
      changes(orderBy: oldest) { totalCount nodes { hostName operator action configurationCommit } }
      predicted: changes(filter: { checkMode: true }) { nodes { action } }
      failures { totalCount nodes { status hostName message run { uuid } failure { group { state } } } }
      ignored: failures(filter: { ignored: true }) { totalCount }
      later: failures(filter: { since: "2026-11-05T00:00:00Z" }) { totalCount }
    `;
    const { data, errors } = await client.ask(`{
      service(name: "keystone") { ${HISTORY} }
      nova: service(name: "nova") { failures { totalCount } }
      host(name: "ctl-002") { ${HISTORY} }
      other: host(name: "ctl-001") { failures { totalCount } changes(first: 1) { nodes { action } } }
    }`);
    expect(errors).toBeUndefined();
    const lost = {
      ...{ status: 'unreachable', hostName: 'ctl-002', message: 'no route', run: { uuid: upgraded.id } },
      failure: { group: { state: 'new' } },
    };
    const change = (hostName: string, action: string, operator: string, configurationCommit: string | null = null) => ({
      ...{ hostName, action, operator, configurationCommit },
    });
    expect(data).toEqual({
      service: {
        changes: {
          totalCount: 4,
          nodes: [
            change('ctl-001', 'deploy', 'alice'),
            change('ctl-002', 'deploy', 'alice'),
            change('ctl-001', 'upgrade', 'carol', 'c0ffee'),
            change('ctl-001', 'stop', 'bob'),
          ],
        },
        predicted: { nodes: [{ action: 'upgrade' }] },
        failures: { totalCount: 1, nodes: [lost] },
        ignored: { totalCount: 0 },
        later: { totalCount: 0 },
      },
      nova: null,
      host: {
        changes: { totalCount: 1, nodes: [change('ctl-002', 'deploy', 'alice')] },
        predicted: { nodes: [] },
        failures: { totalCount: 1, nodes: [lost] },
        ignored: { totalCount: 0 },
        later: { totalCount: 0 },
      },
      other: { failures: { totalCount: 0 }, changes: { nodes: [{ action: 'stop' }] } },
    });
  });

  it.each([
    ['2026-11-01T00:00:00Z', []],
    ['2026-11-03T12:00:00Z', ['ctl-001 deploy 1', 'ctl-002 deploy 1']],
    ['2026-11-04T12:00:00Z', ['ctl-001 upgrade 2', 'ctl-002 deploy 1 divergent']],
    ['2026-11-05T12:00:00Z', ['ctl-001 stop null divergent', 'ctl-002 deploy 1']],
  ])('knows what ran at %s: pulls, predictions and lost hosts change nothing', async (at, rows) => {
    const { data } = await client.ask(
      `query ($at: DateTime!) { stateMatrix(at: $at, service: "keystone") { host action imageTag divergent } }`,
      { at },
    );
    const found = data.stateMatrix.map(
      ({
        host,
        action,
        imageTag,
        divergent,
      }: {
        host: string;
        action: string;
        imageTag?: string;
        divergent: boolean;
      }) => `${host} ${action} ${String(imageTag)}${divergent ? ' divergent' : ''}`,
    );
    expect(found).toEqual(rows);
  });

  it('finds a deployment by its id', async () => {
    const { data } = await client.ask('{ deployments(first: 1) { nodes { id } } }');
    const [{ id }] = data.deployments.nodes;
    const { data: again } = await client.ask(
      'query ($id: ID!) { node(id: $id) { ... on Deployment { id action run { uuid } } } }',
      { id },
    );
    expect(again.node).toEqual({ id, action: 'stop', run: { uuid: stopped.id } });
  });
});
