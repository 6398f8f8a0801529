import { aLongRun, aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('GraphQL', () => {
  let product: Product;
  let client: ApiClient;

  const keystone = aRun(
    {
      playbookPath: '/ansible/kolla-keystone.yml',
      controller: 'mgr-001',
      user: 'dragon',
      sudoUser: 'alice',
      labels: ['kolla'],
      configurationRepository: {
        path: '/opt/configuration',
        commit: '8f3c1de0a1b2c3d4e5f60718293a4b5c6d7e8f90',
        branch: null,
        remote: 'git@git.example.org:cloud/configuration.git',
        dirty: true,
      },
    },
    new Date('2026-11-20T10:00:00Z'),
  ).with(
    aTask({ name: 'keystone : Copying over config', action: 'template', role: 'keystone' })
      .changedOn('ctl-001')
      .on('ctl-002', 'failed', { ignored: true, result: { failed: true, msg: 'no space left' } }),
    aTask({ name: 'keystone : Running bootstrap', action: 'kolla_toolbox', role: 'keystone', loop: true }).on(
      'ctl-001',
      'changed',
      {
        result: {
          changed: true,
          results: [
            { item: 'a', changed: true },
            { item: 'b', failed: true, msg: 'bad' },
          ],
        },
      },
    ),
  );
  const nova = aRun(
    { playbookPath: '/ansible/kolla-nova.yml', controller: 'mgr-002', user: 'bob', checkMode: true },
    new Date('2026-11-21T10:00:00Z'),
  ).with(
    aTask({ name: 'nova : Pulling images', action: 'kolla_container', role: 'nova' }).failedOn('cmp-001', 'no route'),
  );
  const long = aLongRun(40, ['net-001', 'net-002', 'net-003']);

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const run of [keystone, nova, long]) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs { totalCount nodes { status } } }');
      return (
        data.runs.totalCount === 3 && data.runs.nodes.every(({ status }: { status: string }) => status !== 'running')
      );
    });
  });
  afterAll(() => product.stop());

  const runsWith = async (filter: string) => {
    const { data, errors } = await client.ask(`{ runs(filter: ${filter}) { totalCount nodes { uuid } } }`);
    expect(errors).toBeUndefined();
    expect(data.runs.totalCount).toBe(data.runs.nodes.length);
    return data.runs.nodes.map(({ uuid }: { uuid: string }) => uuid) as string[];
  };
  const ids = (...runs: RunBuilder[]) => runs.map(({ id }) => id);

  it.each<[string, () => RunBuilder[]]>([
    ['{}', () => [long, nova, keystone]],
    ['{ status: [completed] }', () => [keystone]],
    ['{ status: [failed, running] }', () => [long, nova]],
    ['{ since: "2026-11-20T10:00:00Z", until: "2026-11-21T10:00:00Z" }', () => [keystone]],
    ['{ since: "2026-11-20T10:00:00.001Z", until: "2026-11-21T10:00:00.001Z" }', () => [nova]],
    ['{ playbookPath: "/ANSIBLE/kolla-n" }', () => [nova]],
    ['{ playbookPath: "%" }', () => []],
    ['{ name: "keystone", controller: "mgr-001" }', () => [long, keystone]],
    ['{ name: "ansible" }', () => []],
    ['{ user: "bob" }', () => [nova]],
    ['{ user: "alice" }', () => [keystone]],
    ['{ label: "kolla" }', () => [keystone]],
    ['{ host: "cmp-001" }', () => [nova]],
    ['{ checkMode: true }', () => [nova]],
    ['{ checkMode: false }', () => [long, keystone]],
  ])('finds runs by %s, newest first', async (filter, expected) => {
    expect(await runsWith(filter)).toEqual(ids(...expected()));
  });

  it('answers the names that scripts rely on', async () => {
    const { data } = await client.ask(`{
      runs(first: 1, filter: { label: "kolla" }) {
        nodes { id playbookPath status startedAt counts { ok changed failed skipped unreachable ignored rescued } }
        pageInfo { hasNextPage endCursor } totalCount
      }
    }`);
    expect(data.runs).toMatchObject({
      nodes: [
        {
          playbookPath: '/ansible/kolla-keystone.yml',
          status: 'completed',
          startedAt: '2026-11-20T10:00:00.000Z',
          counts: { changed: 2, unreachable: 0, rescued: 0 },
        },
      ],
      pageInfo: { hasNextPage: false },
      totalCount: 1,
    });
  });

  it('gives a run with plays, tasks, recap and results', async () => {
    const { data } = await client.ask(
      `query ($id: ID!) {
        run(id: $id) {
          name duration sudoUser labels missingEvents { from to }
          configurationRepository { path commit branch remote dirty } playbookRepository { path }
          plays { nodes { name roles strategy } }
          tasks { totalCount nodes { name action role path line startedAt } }
          recap { nodes { host { name } counts { ok changed failed } resultCounts { ok changed failed ignored } } }
          results(filter: { status: [failed] }) { nodes { status ignored message hostName task { name role } run { uuid } } }
        }
      }`,
      { id: keystone.id },
    );
    expect(data.run).toMatchObject({
      name: 'kolla-keystone.yml',
      sudoUser: 'alice',
      missingEvents: [],
      configurationRepository: {
        path: '/opt/configuration',
        commit: '8f3c1de0a1b2c3d4e5f60718293a4b5c6d7e8f90',
        branch: null,
        remote: 'git@git.example.org:cloud/configuration.git',
        dirty: true,
      },
      playbookRepository: null,
      plays: { nodes: [{ name: 'Apply role keystone', roles: ['keystone'], strategy: 'linear' }] },
      tasks: { totalCount: 2, nodes: [{ action: 'template' }, { action: 'kolla_toolbox' }] },
      recap: {
        nodes: [
          { host: { name: 'ctl-001' }, resultCounts: { changed: 2 } },
          { host: { name: 'ctl-002' }, resultCounts: { failed: 1, ignored: 1 } },
        ],
      },
      results: {
        nodes: [
          {
            status: 'failed',
            ignored: true,
            message: 'no space left',
            hostName: 'ctl-002',
            run: { uuid: keystone.id },
          },
        ],
      },
    });
  });

  it('opens a result with its whole body and its items, and by node', async () => {
    const { data: found } = await client.ask('{ taskResults(filter: { action: "kolla_toolbox" }) { nodes { id } } }');
    const { id } = found.taskResults.nodes[0] as { id: string };
    const { data } = await client.ask(
      `query ($id: ID!) {
        taskResult(id: $id) { result itemCount items(first: 1) { totalCount pageInfo { endCursor } nodes { index status label } } }
        node(id: $id) { __typename id ... on TaskResult { result } }
      }`,
      { id },
    );
    expect(data.taskResult).toMatchObject({
      itemCount: 2,
      result: { changed: true, results: [{ item: 'a' }, { item: 'b' }] },
      items: { totalCount: 2, nodes: [{ index: 0, status: 'changed', label: 'a' }] },
    });
    expect(data.node).toMatchObject({ __typename: 'TaskResult', id, result: { changed: true } });
    const after = data.taskResult.items.pageInfo.endCursor as string;
    const { data: next } = await client.ask(
      'query ($id: ID!, $after: String) { taskResult(id: $id) { items(after: $after) { nodes { index status result } } } }',
      { id, after },
    );
    expect(next.taskResult.items.nodes).toEqual([
      { index: 1, status: 'failed', result: { item: 'b', failed: true, msg: 'bad' } },
    ]);
  });

  it('finds every kind of object by its global id', async () => {
    const { data } = await client.ask(
      `query ($id: ID!) { run(id: $id) { id plays { nodes { id } } tasks { nodes { id } } recap { nodes { host { id } } } } }`,
      { id: keystone.id },
    );
    const { id, plays, tasks, recap } = data.run;
    const kinds = { Run: id, Play: plays.nodes[0].id, Task: tasks.nodes[0].id, Host: recap.nodes[0].host.id };
    for (const [type, nodeId] of Object.entries(kinds)) {
      const { data: answer } = await client.ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id: nodeId });
      expect(answer.node).toEqual({ __typename: type, id: nodeId });
    }
    for (const nobody of ['', 'nonsense', Buffer.from('Run:019a').toString('base64url'), 'UnVuOg']) {
      const { data: answer } = await client.ask('query ($id: ID!) { node(id: $id) { id } run(id: $id) { id } }', {
        id: nobody,
      });
      expect(answer).toEqual({ node: null, run: null });
    }
  });

  it.each([
    ['{ status: [changed] }', 2],
    ['{ host: "ctl-002" }', 1],
    ['{ task: "keystone : Running bootstrap" }', 1],
    ['{ role: "nova" }', 1],
    ['{ action: "template" }', 2],
    ['{ ignored: true }', 1],
    ['{ since: "2026-11-20T10:00:00Z", until: "2026-11-21T10:00:00Z" }', 3],
    ['{ host: "nobody" }', 0],
  ])('finds task results by %s', async (filter, count) => {
    const only = filter.includes('changed') ? `run: "${keystone.id}", ` : '';
    const { data } = await client.ask(
      `{ taskResults(filter: ${filter.replace('{ ', `{ ${only}`)}) { totalCount nodes { id } } }`,
    );
    expect(data.taskResults.totalCount).toBe(count);
    expect(data.taskResults.nodes).toHaveLength(count);
  });

  it('walks a long list page by page: each result once, in order', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await client.ask(
        'query ($after: String) { taskResults(first: 17, after: $after) { nodes { id occurredAt } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...data.taskResults.nodes.map(({ id, occurredAt }: Record<string, string>) => `${occurredAt} ${id}`));
      after = data.taskResults.pageInfo.hasNextPage ? (data.taskResults.pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(seen).toHaveLength(4 + 120);
    expect(new Set(seen).size).toBe(seen.length);
    const times = seen.map((line) => line.split(' ')[0]);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('gives hosts with their runs and results', async () => {
    const { data } = await client.ask(`{
      hosts(filter: { name: "CTL" }) { totalCount nodes { name } }
      host(name: "ctl-001") {
        lastRun { host { name } run { uuid } counts { changed } }
        runs { nodes { run { uuid status } resultCounts { changed } } }
        results(first: 1) { totalCount nodes { task { name } } }
      }
      nobody: host(name: "nobody") { name }
    }`);
    expect(data).toMatchObject({
      hosts: { totalCount: 2, nodes: [{ name: 'ctl-001' }, { name: 'ctl-002' }] },
      host: {
        lastRun: { host: { name: 'ctl-001' }, run: { uuid: keystone.id }, counts: { changed: 2 } },
        runs: { nodes: [{ run: { uuid: keystone.id }, resultCounts: { changed: 2 } }] },
        results: { totalCount: 2, nodes: [{ task: { name: 'keystone : Running bootstrap' } }] },
      },
      nobody: null,
    });
  });

  it('gives the failures of the last days', async () => {
    const { data } = await client.ask('{ failures(days: 3650, first: 100) { totalCount nodes { status message } } }');
    const messages = data.failures.nodes.map(({ message }: { message: string | null }) => message);
    expect(data.failures.totalCount).toBe(2 + 48);
    expect(messages).toEqual(expect.arrayContaining(['no route', 'no space left']));
  });

  it.each([
    ['{ runs(first: 0) { totalCount } }', 'first must not be less than 1'],
    ['{ runs(first: 101) { totalCount } }', 'first must not be greater than 100'],
    ['{ runs(after: "nonsense") { totalCount } }', '"after" is not a cursor of this list.'],
    [
      `{ runs(after: "${Buffer.from('["x","y"]').toString('base64url')}") { totalCount } }`,
      '"after" is not a cursor of this list.',
    ],
    ['{ taskResults(filter: { run: "x" }) { totalCount } }', '"filter.run" is not the id of a run.'],
    ['{ failures(days: 0) { totalCount } }', 'days must not be less than 1'],
    [
      '{ runs(filter: { since: "yesterday" }) { totalCount } }',
      'This is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.',
    ],
    [
      '{ runs(filter: { until: "2026-02-31" }) { totalCount } }',
      'This is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.',
    ],
    [
      '{ runs(filter: { until: 1 }) { totalCount } }',
      'This is not a time. Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.',
    ],
  ])('refuses %s with a sentence', async (query, message) => {
    const { errors } = await client.ask(query);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('tells nothing of our insides when something breaks', async () => {
    const dataSource = await product.database.connect();
    await dataSource.query('ALTER TABLE play RENAME TO play_away');
    try {
      const { data, errors } = await client.ask('query ($id: ID!) { run(id: $id) { uuid plays { totalCount } } }', {
        id: nova.id,
      });
      expect(data).toEqual({ run: null });
      expect(errors).toMatchObject([{ path: ['run', 'plays'], extensions: { code: 'INTERNAL' } }]);
      expect(JSON.stringify(errors)).not.toMatch(/relation|SELECT|play_away/);
    } finally {
      await dataSource.query('ALTER TABLE play_away RENAME TO play');
    }
  });
});
