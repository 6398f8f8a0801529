import { createHash, randomBytes } from 'node:crypto';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

const HOUR = 3_600_000;

describe('groups of failures', () => {
  let product: Product;
  let client: ApiClient;

  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR);
  const check = (host: string) =>
    aTask({ name: 'keystone : Check', action: 'ansible.builtin.uri', role: 'keystone' })
      .okOn('ctl-009')
      .on(host, 'failed', { result: { msg: `Status code was 503: http://${host}:5000`, rc: 3, stderr: 'gone\n' } });
  const pull = (host: string, more = {}) =>
    aTask({ name: 'nova : Pull', action: 'kolla_container', role: 'nova', loop: true }).on(host, 'failed', {
      ...more,
      result: { results: [{ item: 'nova-api', failed: true, msg: 'manifest unknown' }] },
    });

  const first = aRun({}, at(72)).with(aTask({ name: 'keystone : Before' }).okOn('ctl-001'), check('ctl-001'));
  const second = aRun({}, at(48)).with(check('ctl-002'), pull('cmp-001', { ignored: true }));
  const third = aRun({}, at(24)).with(
    pull('cmp-001'),
    aTask({ name: 'mariadb : Wait', role: 'mariadb' }).on('ctl-001', 'unreachable', { result: { msg: 'no route' } }),
  );

  const send = async (run: RunBuilder) => {
    await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('query ($id: ID!) { run(id: $id) { status } }', { id: run.id });
      return data.run !== null && data.run.status !== 'running';
    });
  };

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const run of [first, second, third]) await send(run);
  });
  afterAll(() => product.stop());

  const titles = async (args: string): Promise<string[]> => {
    const { data, errors } = await client.ask(`{ failureGroups(${args}) { totalCount nodes { title } } }`);
    expect(errors).toBeUndefined();
    expect(data.failureGroups.totalCount).toBe(data.failureGroups.nodes.length);
    return data.failureGroups.nodes.map(({ title }: { title: string }) => title);
  };
  const DOWN = 'Status code was 503: http://<url>';
  const groupOf = async (text: string) => {
    const { data } = await client.ask(
      'query ($text: String!) { failureGroups(filter: { text: $text }) { nodes { id state resolvedBy } } }',
      { text },
    );
    return data.failureGroups.nodes[0] as { id: string; state: string; resolvedBy: string | null };
  };

  it.each<[string, string[]]>([
    ['first: 10', ['manifest unknown', 'no route', DOWN]],
    ['orderBy: firstSeenAt', ['no route', 'manifest unknown', DOWN]],
    ['filter: { state: [new] }', ['manifest unknown', 'no route']],
    ['filter: { state: [known, resolved] }', [DOWN]],
    ['filter: { role: "mariadb" }', ['no route']],
    ['filter: { task: "check" }', [DOWN]],
    ['filter: { action: "ansible.builtin.uri" }', [DOWN]],
    ['filter: { host: "cmp-001" }', ['manifest unknown']],
    [`filter: { run: "${second.id}" }`, ['manifest unknown', DOWN]],
    ['filter: { text: "MANIFEST" }', ['manifest unknown']],
    ['filter: { text: "%" }', []],
    [`filter: { since: "${at(30).toISOString()}" }`, ['manifest unknown', 'no route']],
    ['filter: { tolerated: true }', []],
    ['filter: { tolerated: false }', ['manifest unknown', 'no route', DOWN]],
  ])('finds groups by %s', async (args, expected) => {
    const found = await titles(args);
    // Two were last seen in the same run, a moment apart.
    expect(args.startsWith('orderBy') ? found : [...found].sort()).toEqual(
      args.startsWith('orderBy') ? expected : [...expected].sort(),
    );
  });

  it('gives a group with its failures, hosts, runs and counts', async () => {
    const { id } = await groupOf('Status code');
    const { data } = await client.ask(
      `query ($id: ID!) {
        failureGroup(id: $id) {
          version title signature action role task state runCount firstSeenAt lastSeenAt
          counts { failed unreachable ignored rescued total checkMode }
          firstRun { uuid } lastRun { uuid }
          failures { totalCount nodes { hostName run { uuid } } }
          hosts { nodes { host { name } failures } }
          runs { nodes { run { uuid } counts { total } } }
        }
        node(id: $id) { __typename id }
      }`,
      { id },
    );
    expect(data.node).toEqual({ __typename: 'FailureGroup', id });
    expect(data.failureGroup).toMatchObject({
      version: 2,
      title: DOWN,
      signature: `${DOWN}\ngone\nrc=3`,
      action: 'uri',
      role: 'keystone',
      task: 'keystone : Check',
      state: 'known',
      runCount: 2,
      counts: { failed: 2, unreachable: 0, ignored: 0, rescued: 0, total: 2, checkMode: 0 },
      firstRun: { uuid: first.id },
      lastRun: { uuid: second.id },
      failures: {
        totalCount: 2,
        nodes: [
          { hostName: 'ctl-002', run: { uuid: second.id } },
          { hostName: 'ctl-001', run: { uuid: first.id } },
        ],
      },
      hosts: {
        nodes: [
          { host: { name: 'ctl-001' }, failures: 1 },
          { host: { name: 'ctl-002' }, failures: 1 },
        ],
      },
      runs: { nodes: [{ run: { uuid: second.id } }, { run: { uuid: first.id } }] },
    });
  });

  it('tells of each failure its group, item, return code, and the task before', async () => {
    const { data } = await client.ask(`{
      failures(days: 30) {
        nodes {
          message
          failure { item failedItems rc stderr previousTask { name } group { state firstSeenAt counts { ignored } } }
        }
      }
      taskResults(filter: { status: [ok] }, first: 1) { nodes { failure { rc } } }
    }`);
    expect(data.failures.nodes).toHaveLength(5);
    expect(data.failures.nodes).toEqual(
      expect.arrayContaining([
        {
          message: expect.stringContaining('ctl-001'),
          failure: {
            item: null,
            failedItems: null,
            rc: 3,
            stderr: 'gone',
            previousTask: { name: 'keystone : Before' },
            group: { state: 'known', firstSeenAt: expect.any(String), counts: { ignored: 0 } },
          },
        },
        {
          message: 'nova-api: manifest unknown',
          failure: {
            item: 'nova-api',
            failedItems: 1,
            rc: null,
            stderr: null,
            previousTask: null,
            group: { state: 'new', firstSeenAt: expect.any(String), counts: { ignored: 1 } },
          },
        },
      ]),
    );
    expect(data.taskResults.nodes).toEqual([{ failure: null }]);
  });

  it('publishes how many failures fell into a known group', async () => {
    const statistics = async (since: number, until: number) => {
      const { data } = await client.ask(
        `query ($since: DateTime, $until: DateTime) {
          failureStatistics(since: $since, until: $until) {
            failures knownFailures knownRate groups newGroups ignored rescued checkMode
          }
        }`,
        { since: at(since).toISOString(), until: at(until).toISOString() },
      );
      return data.failureStatistics as Record<string, number | null>;
    };
    const none = { ignored: 0, rescued: 0, checkMode: 0 };
    expect(await statistics(100, 23)).toEqual({
      ...none,
      failures: 4,
      knownFailures: 1,
      knownRate: 0.25,
      groups: 3,
      newGroups: 3,
      ignored: 1,
    });
    expect(await statistics(49, 47)).toMatchObject({ failures: 1, knownFailures: 1, knownRate: 1, newGroups: 0 });
    expect(await statistics(10, 5)).toMatchObject({ failures: 0, knownRate: null });
  });

  it('resolves, sees it again, annotates and reopens', async () => {
    const { id } = await groupOf('no route');
    const act = async (call: string) => {
      const { data } = await client.ask(
        `mutation ($id: ID!) { done: ${call} { failureGroup { state resolvedBy } userErrors { code } } }`,
        { id },
      );
      return data.done as {
        failureGroup: { state: string; resolvedBy: string | null };
        userErrors: { code: string }[];
      };
    };
    const resolved = { failureGroup: { state: 'resolved', resolvedBy: 'admin' }, userErrors: [] };
    expect(await act('reopenFailureGroup(id: $id)')).toMatchObject({ userErrors: [{ code: 'not_resolved' }] });
    expect(await act('resolveFailureGroup(id: $id, note: "cable")')).toEqual(resolved);
    expect(await act('resolveFailureGroup(id: $id)')).toMatchObject({ userErrors: [{ code: 'already_resolved' }] });

    const unreachable = (started: Date, more = {}, ignored = false) =>
      aRun(more, started).with(
        aTask({ name: 'mariadb : Wait', role: 'mariadb' }).on('ctl-002', 'unreachable', {
          ignored,
          result: { msg: 'no route' },
        }),
      );
    // None of these is news: started before, only a check, only ignored.
    await send(unreachable(at(1)));
    await send(unreachable(at(-1), { checkMode: true }));
    await send(unreachable(at(-1), {}, true));
    expect(await groupOf('no route')).toMatchObject({ state: 'resolved' });
    await send(unreachable(at(-1)));
    expect(await groupOf('no route')).toMatchObject({ state: 'regressed' });
    expect(await act('annotateFailureGroup(id: $id, text: "It was the switch")')).toMatchObject({ userErrors: [] });
    expect(await act('reopenFailureGroup(id: $id)')).toMatchObject({
      failureGroup: { state: 'known', resolvedBy: null },
    });
    const { data } = await client.ask(
      'query ($id: ID!) { failureGroup(id: $id) { resolvedAt notes { nodes { kind text author } } } }',
      { id },
    );
    expect(data.failureGroup).toEqual({
      resolvedAt: null,
      notes: {
        nodes: [
          { kind: 'resolved', text: 'cable', author: 'admin' },
          { kind: 'note', text: 'It was the switch', author: 'admin' },
          { kind: 'reopened', text: null, author: 'admin' },
        ],
      },
    });
  });

  it('lets nobody write with a token that may only read', async () => {
    const token = randomBytes(16).toString('hex');
    const dataSource = await product.database.connect();
    await dataSource.query(`INSERT INTO api_token (name, digest, role) VALUES ('reader', $1, 'viewer')`, [
      createHash('sha256').update(token).digest(),
    ]);
    const { id } = await groupOf('manifest');
    const { errors } = await new ApiClient(client.url, token).ask(
      'mutation ($id: ID!) { annotateFailureGroup(id: $id, text: "x") { failureGroup { id } } }',
      { id },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { data } = await client.ask('query ($id: ID!) { failureGroup(id: $id) { notes { totalCount } } }', { id });
    expect(data.failureGroup.notes.totalCount).toBe(0);
  });

  it('answers nothing for a group that there is not', async () => {
    const nobody = '00000000-0000-0000-0000-000000000000';
    const { data } = await client.ask(
      `mutation { annotateFailureGroup(id: "${nobody}", text: "x") { failureGroup { id } userErrors { code } } }`,
    );
    expect(data.annotateFailureGroup).toEqual({ failureGroup: null, userErrors: [{ code: 'not_found' }] });
    const { data: found } = await client.ask(
      `{ failureGroup(id: "${nobody}") { id } other: failureGroup(id: "x") { id } }`,
    );
    expect(found).toEqual({ failureGroup: null, other: null });
  });
});
