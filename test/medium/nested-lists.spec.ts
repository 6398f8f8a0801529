import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('lists under the objects of a list', () => {
  let product: Product;
  let client: ApiClient;
  const HOSTS = ['ctl-001', 'ctl-002', 'ctl-003'];
  const keystone = aRun({}, new Date('2026-11-01T10:00:00Z')).with(aTask().changedOn(...HOSTS));
  const one = aRun({}, new Date('2026-11-02T10:00:00Z')).with(aTask().okOn('ctl-002'));
  const failed = aRun({}, new Date('2026-11-03T10:00:00Z')).with(
    aTask().okOn('ctl-001').failedOn('ctl-003', 'no space left'),
  );

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const run of [keystone, one, failed]) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs { nodes { status } } }');
      const ended = data.runs.nodes.filter(({ status }: { status: string }) => status !== 'running');
      return ended.length === 3;
    });
  });
  afterAll(() => product.stop());

  const names = ({ nodes }: { nodes: { host: { name: string } }[] }) => nodes.map(({ host }) => host.name);

  it('are each its own, in order, with counts and pages', async () => {
    const { data, errors } = await client.ask(`{ runs(first: 20) { nodes {
      recap(first: 2) { totalCount nodes { host { name } } pageInfo { hasNextPage endCursor } }
      all: recap { nodes { host { name } } }
      failed: recap(failed: true) { totalCount nodes { host { name } } }
      others: recap(failed: false) { nodes { host { name } } }
      plays { totalCount nodes { name } }
      deployments { totalCount nodes {
        service hosts(first: 1) { totalCount nodes { host { name } outcome } pageInfo { hasNextPage } }
      } }
      none: deployments(filter: { outcome: [failed] }) { nodes { outcome } }
    } } }`);
    expect(errors).toBeUndefined();
    const [last, middle, first] = data.runs.nodes;
    expect([last, middle, first].map(({ recap }) => names(recap))).toEqual([
      ['ctl-001', 'ctl-003'],
      ['ctl-002'],
      ['ctl-001', 'ctl-002'],
    ]);
    expect([last, middle, first].map(({ recap }) => [recap.totalCount, recap.pageInfo.hasNextPage])).toEqual([
      [2, false],
      [1, false],
      [3, true],
    ]);
    expect(names(first.all)).toEqual(HOSTS);
    expect([last, middle, first].map((run) => names(run.failed))).toEqual([['ctl-003'], [], []]);
    expect([last, middle, first].map((run) => names(run.others))).toEqual([['ctl-001'], ['ctl-002'], HOSTS]);
    expect(last.failed.totalCount).toBe(1);
    expect(middle.plays).toEqual({ totalCount: 1, nodes: [{ name: 'Apply role keystone' }] });
    expect([last, middle, first].map(({ deployments }) => deployments.nodes[0].hosts)).toEqual([
      { totalCount: 2, nodes: [{ host: { name: 'ctl-001' }, outcome: 'ok' }], pageInfo: { hasNextPage: true } },
      { totalCount: 1, nodes: [{ host: { name: 'ctl-002' }, outcome: 'ok' }], pageInfo: { hasNextPage: false } },
      { totalCount: 3, nodes: [{ host: { name: 'ctl-001' }, outcome: 'changed' }], pageInfo: { hasNextPage: true } },
    ]);
    expect([last, middle, first].map(({ none }) => none.nodes.length)).toEqual([1, 0, 0]);

    const { data: next } = await client.ask(
      `query ($after: String) { runs { nodes { recap(after: $after) { nodes { host { name } } } } } }`,
      { after: first.recap.pageInfo.endCursor },
    );
    expect(next.runs.nodes.map(({ recap }: { recap: Parameters<typeof names>[0] }) => names(recap))).toEqual([
      ['ctl-003'],
      [],
      ['ctl-003'],
    ]);
    const { errors: refused } = await client.ask('{ runs { nodes { plays(after: "nonsense") { nodes { name } } } } }');
    expect(refused?.[0]?.message).toContain('"after" is not a cursor of this list.');
  });

  it('are those of failure groups too', async () => {
    const { data } = await client.ask('{ failureGroups { nodes { hosts { totalCount nodes { host { name } } } } } }');
    expect(data.failureGroups.nodes).toEqual([{ hosts: { totalCount: 1, nodes: [{ host: { name: 'ctl-003' } }] } }]);
  });
});
