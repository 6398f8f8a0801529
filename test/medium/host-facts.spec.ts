import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('the facts of a host', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const gathered = (facts: Record<string, unknown>) => ({
    result: {
      ansible_facts: {
        module_setup: true,
        ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`ansible_${name}`, value])),
      },
    },
  });
  const runOn = (day: string, ...results: Record<string, unknown>[]) =>
    aRun({}, new Date(`2026-11-${day}T10:00:00Z`)).with(
      ...results.map((facts) => aTask({ name: 'Gather facts', action: 'setup' }).on('ctl-001', 'ok', gathered(facts))),
    );

  it('are those of the newest run that told them, and tell when they turned', async () => {
    const old = { kernel: '6.1.0-37', distribution: 'Debian', distribution_version: '12.10', uptime_seconds: 5 };
    const runs = [
      runOn('01', old),
      runOn('02', { ...old, uptime_seconds: 9 }),
      // Gathered twice: before and after its update.
      runOn('03', old, { ...old, kernel: '6.1.0-38', distribution_version: '12.11' }),
      // Told less: what is not told is as it was.
      runOn('04', { distribution: 'Debian', default_ipv4: { address: '192.168.16.10' } }),
      runOn('05', { kernel: '6.1.0-37', distribution_version: '12.11', default_ipv4: { address: '192.168.16.10' } }),
      aRun({}, new Date('2026-11-06T10:00:00Z')).with(
        aTask({ action: 'set_fact' }).on('ctl-001', 'ok', { result: { ansible_facts: { ansible_kernel: 'mine' } } }),
      ),
    ];
    // The order in which runs arrive says nothing about when they were.
    for (const run of runs.toReversed()) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs(filter: { status: completed }) { totalCount } }');
      return data.runs.totalCount === runs.length;
    }, 60);
    const { data, errors } = await client.ask(`{ host(name: "ctl-001") {
      facts { name value since }
      factChanges(first: 1) {
        totalCount
        pageInfo { endCursor hasNextPage }
        nodes { run { uuid } facts { name before after } }
      }
    } }`);
    expect(errors).toBeUndefined();
    const { facts, factChanges } = data.host;
    expect(facts.map(({ since, ...fact }: { since: string }) => ({ ...fact, day: since.slice(0, 10) }))).toEqual([
      { name: 'default_ipv4.address', value: '192.168.16.10', day: '2026-11-04' },
      { name: 'distribution', value: 'Debian', day: '2026-11-01' },
      { name: 'distribution_version', value: '12.11', day: '2026-11-03' },
      { name: 'kernel', value: '6.1.0-37', day: '2026-11-05' },
    ]);
    expect(factChanges).toMatchObject({
      totalCount: 2,
      nodes: [{ run: { uuid: runs[4]?.id }, facts: [{ name: 'kernel', before: '6.1.0-38', after: '6.1.0-37' }] }],
    });
    const behind = await client.ask(`{ host(name: "ctl-001") {
      factChanges(first: 1, after: "${factChanges.pageInfo.endCursor}") {
        pageInfo { hasNextPage } nodes { run { uuid } facts { name before after } }
      }
    } }`);
    expect(behind.data.host.factChanges).toEqual({
      pageInfo: { hasNextPage: false },
      nodes: [
        {
          run: { uuid: runs[2]?.id },
          facts: [
            { name: 'distribution_version', before: '12.10', after: '12.11' },
            { name: 'kernel', before: '6.1.0-37', after: '6.1.0-38' },
          ],
        },
      ],
    });
  });

  it('are none of a host that nobody asked for them', async () => {
    const run = aRun().with(aTask().okOn('ctl-009'));
    await client.upload(run.id, run.events());
    await eventually(async () => (await client.ask('{ host(name: "ctl-009") { name } }')).data.host !== null);
    const { data } = await client.ask('{ host(name: "ctl-009") { facts { name } factChanges { totalCount } } }');
    expect(data.host).toEqual({ facts: [], factChanges: { totalCount: 0 } });
  });
});
