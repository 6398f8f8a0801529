import { aRun, aTask } from '../support/a-run.js';
import { type ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

const HOUR = 3_600_000;

describe('results of loops, and lists that are none', () => {
  let product: Product;
  let client: ApiClient;

  const dnf = () =>
    aTask({ name: 'podman : Install', action: 'ansible.builtin.dnf' })
      .on('ctl-001', 'changed', {
        itemCount: null,
        result: {
          changed: true,
          results: ['Installed: podman-5.4.0', 'Removed: podman-5.3.0'],
          diff: { prepared: 'Installed: podman-5.4.0' },
          invocation: { module_args: { name: ['podman'] } },
        },
      })
      .on('ctl-002', 'failed', {
        itemCount: null,
        result: { failed: true, msg: 'Failed to download packages', rc: 1, results: ['Loaded plugins'] },
      });
  const before = aRun({}, new Date(Date.now() - 2 * HOUR)).with(dnf());
  const run = aRun({}, new Date(Date.now() - HOUR)).with(
    dnf(),
    aTask({ name: 'nova : Copy', action: 'copy', loop: true }).on('ctl-001', 'failed', {
      itemCount: 4800,
      result: {
        failed: true,
        msg: 'One or more items failed',
        results: [
          { item: 'a', ansible_loop_var: 'item', changed: false },
          { _playledger_left_out: '4700 of 4800 items left out, 3 of which failed' },
          { item: 'x', ansible_loop_var: 'item', failed: true, msg: 'no space left' },
          { _playledger_left_out: '98 of 4800 items left out' },
        ],
      },
    }),
  );

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const sent of [before, run]) await client.upload(sent.id, sent.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs { nodes { status } } }');
      return data.runs.nodes.filter(({ status }: { status: string }) => status !== 'running').length === 2;
    });
  });
  afterAll(() => product.stop());

  const FIELDS = `hostName itemCount message failure { failedItems }
    items(first: 10) { totalCount nodes { index label status } }`;
  const resultsOf = async (task: string) => {
    const { data } = await client.ask(
      `query ($id: ID!) { run(id: $id) { results(first: 50) { nodes { task { name } ${FIELDS} } } } }`,
      { id: run.id },
    );
    const nodes = data.run.results.nodes as { task: { name: string }; hostName: string }[];
    return nodes.filter(({ task: { name } }) => name === task).sort((a, b) => (a.hostName < b.hostName ? -1 : 1));
  };

  it('finds no loop in the results of dnf: its message, its diff and its drift are those of the task', async () => {
    const none = { itemCount: null, items: { totalCount: 0 } };
    expect(await resultsOf('podman : Install')).toMatchObject([
      { ...none, message: null },
      { ...none, message: expect.stringContaining('Failed to download packages'), failure: { failedItems: null } },
    ]);
    const { data } = await client.ask(
      `{ changes(filter: { host: "ctl-001" }) { nodes { run { uuid } diff { text } } } drift { nodes { run { uuid } task } } }`,
    );
    expect(data.changes.nodes).toContainEqual({ run: { uuid: run.id }, diff: { text: 'Installed: podman-5.4.0' } });
    expect(data.drift.nodes).toEqual([{ run: { uuid: run.id }, task: 'podman : Install' }]);
  });

  it('counts all items of a bounded loop, and knows the places of those that it has', async () => {
    expect(await resultsOf('nova : Copy')).toMatchObject([
      {
        itemCount: 4800,
        message: 'x: no space left',
        failure: { failedItems: 4 },
        items: {
          totalCount: 2,
          nodes: [
            { index: 0, label: 'a', status: 'ok' },
            { index: 4701, label: 'x', status: 'failed' },
          ],
        },
      },
    ]);
  });
});
