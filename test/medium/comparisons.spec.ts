import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

const COMPARISON = `
  before { uuid } durationDifference
  changedFacts { name before after } playsOnlyBefore playsOnlyAfter
  differences { turned broken mended }
  hosts { nodes { hostName before after } }
  images { totalCount nodes { service hostName containerName tagBefore tagAfter } }
  turned { totalCount nodes {
    hostName task { name playName } before { status message } after { status message }
    details { item changedArguments { name before after } textBefore textAfter }
  } }
  onlyBefore { nodes { task { name } hostNames everywhere } }
  onlyAfter { nodes { task { name } hostNames everywhere } }
  durations { nodes { task { name } before after difference } }
`;

describe('comparisons', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const derived = (uuid: string) =>
    eventually(async () => {
      const { data } = await client.ask(`query ($id: ID!) { run(id: $id) { status } }`, { id: uuid });
      return data.run !== null && data.run.status !== 'running';
    });

  const ask = async (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = await client.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  };

  const deployment = (at: string, task = aTask().changedOn('ctl-001', 'ctl-002')) =>
    aRun({ extraVars: { kolla_action: 'deploy' } }, new Date(at)).with(task);

  it('finds the last good run of the same services, action and hosts, and no other', async () => {
    const good = deployment('2026-10-01T10:00:00Z');
    const limited = deployment('2026-10-02T10:00:00Z', aTask().changedOn('ctl-001'));
    const upgrade = aRun({ extraVars: { kolla_action: 'upgrade' } }, new Date('2026-10-03T10:00:00Z')).with(
      aTask().changedOn('ctl-001', 'ctl-002'),
    );
    const check = aRun(
      { extraVars: { kolla_action: 'deploy' }, checkMode: true },
      new Date('2026-10-04T10:00:00Z'),
    ).with(aTask().changedOn('ctl-001', 'ctl-002'));
    const failed = deployment('2026-10-05T10:00:00Z', aTask().okOn('ctl-001').failedOn('ctl-002', 'no space left'));
    const later = deployment('2026-10-06T10:00:00Z');
    for (const run of [good, limited, upgrade, check, failed, later]) await client.upload(run.id, run.events());
    for (const run of [good, limited, upgrade, check, failed, later]) await derived(run.id);

    const lastGoodOf = async (id: string, service: string | null = null) => {
      const query = `query ($id: ID!, $service: String) {
        run(id: $id) { comparedToLastGood(service: $service) { before { uuid } } }
      }`;
      return (await ask(query, { id, service })).run.comparedToLastGood?.before.uuid ?? null;
    };
    expect(await lastGoodOf(failed.id)).toBe(good.id);
    expect(await lastGoodOf(failed.id, 'keystone')).toBe(good.id);
    expect(await lastGoodOf(failed.id, 'nova')).toBeNull();
    expect(await lastGoodOf(later.id)).toBe(good.id);
    expect(await lastGoodOf(limited.id)).toBe(good.id);
    expect(await lastGoodOf(good.id)).toBeNull();
    expect(await lastGoodOf(upgrade.id)).toBeNull();

    const { run } = await ask(`query ($id: ID!) { run(id: $id) { comparedToLastGood { ${COMPARISON} } } }`, {
      id: failed.id,
    });
    expect(run.comparedToLastGood).toMatchObject({
      changedFacts: [],
      differences: { turned: 2, broken: 1, mended: 0 },
      hosts: {
        nodes: [
          { hostName: 'ctl-001', before: 'changed', after: 'ok' },
          { hostName: 'ctl-002', before: 'changed', after: 'failed' },
        ],
      },
      turned: {
        nodes: [
          {
            hostName: 'ctl-002',
            before: { status: 'changed', message: null },
            after: { status: 'failed', message: 'no space left' },
            details: { textBefore: null, textAfter: 'no space left' },
          },
          { hostName: 'ctl-001', before: { status: 'changed' }, after: { status: 'ok' } },
        ],
      },
    });
  });

  it('answers null for a run that does not exist, and pages through what turned', async () => {
    const before = deployment('2026-09-01T10:00:00Z');
    const after = deployment('2026-09-02T10:00:00Z', aTask().okOn('ctl-001', 'ctl-002'));
    for (const run of [before, after]) await client.upload(run.id, run.events());
    for (const run of [before, after]) await derived(run.id);
    const query = `query ($a: ID!, $b: ID!, $after: String) { compareRuns(a: $a, b: $b) {
      turned(first: 1, after: $after) { nodes { hostName } pageInfo { hasNextPage endCursor } }
    } }`;
    expect(await ask(query, { a: before.id, b: '019a0000-0000-7000-8000-000000000001' })).toEqual({
      compareRuns: null,
    });
    const first = (await ask(query, { a: before.id, b: after.id })).compareRuns.turned;
    expect(first).toMatchObject({ nodes: [{ hostName: 'ctl-001' }], pageInfo: { hasNextPage: true } });
    const next = await ask(query, { a: before.id, b: after.id, after: first.pageInfo.endCursor });
    expect(next.compareRuns.turned).toMatchObject({
      nodes: [{ hostName: 'ctl-002' }],
      pageInfo: { hasNextPage: false },
    });
  });

  const recorded = ['kolla-2-reconfigure-keystone', 'kolla-3-upgrade-keystone'];
  const files = recorded.map((name) => RECORDINGS.get(name));
  (files.includes(undefined) ? it.skip : it)(
    'shows what an upgrade of keystone did beside a reconfiguration',
    async () => {
      const [a, b] = await Promise.all(files.map((file) => loadRecording(file ?? '', client)));
      await derived(a?.runId ?? '');
      await derived(b?.runId ?? '');
      const { compareRuns: comparison } = await ask(
        `query ($a: ID!, $b: ID!) { compareRuns(a: $a, b: $b) { ${COMPARISON} } }`,
        { a: a?.runId, b: b?.runId },
      );
      // Read in the recordings: alice reconfigured with --diff, carol upgraded to a newer tag.
      expect(comparison.changedFacts).toEqual(
        expect.arrayContaining([
          { name: 'action', before: 'reconfigure', after: 'upgrade' },
          { name: 'operator', before: 'alice', after: 'carol' },
          { name: 'diffMode', before: true, after: false },
        ]),
      );
      expect(comparison.images.totalCount).toBe(9);
      expect(comparison.images.nodes[0]).toEqual({
        service: 'keystone',
        hostName: 'ctl-001',
        containerName: 'keystone',
        tagBefore: '2023.2-ubuntu-jammy',
        tagAfter: '2023.2-ubuntu-jammy-20260115',
      });
      expect(comparison).toMatchObject({
        playsOnlyBefore: [],
        playsOnlyAfter: [],
        differences: { turned: 4, broken: 0 },
      });
      const turned = comparison.turned.nodes.map(
        (node: { task: { name: string }; hostName: string; before: { status: string }; after: { status: string } }) =>
          `${node.task.name} | ${node.hostName} | ${node.before.status} | ${node.after.status}`,
      );
      expect(turned.sort()).toEqual([
        'keystone : Check keystone containers | ctl-001 | ok | changed',
        'keystone : Check keystone containers | ctl-002 | ok | changed',
        'keystone : Check keystone containers | ctl-003 | ok | changed',
        'service-ks-register : keystone | Creating roles | ctl-001 | skipped | changed',
      ]);
      const onlyAfter = comparison.onlyAfter.nodes.map(({ task }: { task: { name: string } }) => task.name);
      expect(onlyAfter).toContain('keystone : Finish keystone database upgrade');
      const onlyBefore = comparison.onlyBefore.nodes.map(({ task }: { task: { name: string } }) => task.name);
      expect(onlyBefore).toContain('keystone : Creating keystone database');
      expect(comparison.durations.nodes[0].task.name).toBe('haproxy-config : Copying over keystone haproxy config');
    },
  );
});
