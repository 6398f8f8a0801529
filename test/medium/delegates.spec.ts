import { aRun, aTask } from '../support/a-run.js';
import { type ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

const HOUR = 3_600_000;

const item = (name: string, delegate: string | null) => ({
  item: name,
  ansible_loop_var: 'item',
  changed: true,
  ...(delegate === null ? {} : { _ansible_delegated_vars: { ansible_delegated_host: delegate } }),
});

describe('delegates of the items of a loop', () => {
  let product: Product;
  let client: ApiClient;
  const loop = aTask({ name: 'Take out of the pool', action: 'command', loop: true });
  const run = aRun({}, new Date(Date.now() - HOUR)).with(
    loop
      .on('ctl-001', 'changed', {
        itemCount: 3,
        delegates: ['lb-001', 'lb-002'],
        result: { changed: true, results: [item('a', 'lb-001'), item('b', null), item('c', 'lb-002')] },
      })
      .on('ctl-002', 'changed', {
        itemCount: 2,
        delegatedTo: 'lb-001',
        result: { changed: true, results: [item('a', null), item('b', null)] },
      })
      .on('ctl-003', 'changed', { itemCount: 1, result: { changed: true, results: [item('a', null)] } }),
  );

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    await client.upload(run.id, run.events());
    await eventually(async () => (await client.ask('{ changes { totalCount } }')).data.changes.totalCount === 3);
  });
  afterAll(() => product.stop());

  it('are named for each item, for the task if they agree, and all of them beside the host', async () => {
    const { data } = await client.ask(
      `query ($id: ID!) { run(id: $id) { results(first: 10) { nodes {
        hostName delegatedTo delegates items(first: 10) { nodes { delegatedTo } }
      } } } }`,
      { id: run.id },
    );
    expect(data.run.results.nodes).toEqual([
      {
        hostName: 'ctl-001',
        delegatedTo: null,
        delegates: ['lb-001', 'lb-002'],
        items: { nodes: [{ delegatedTo: 'lb-001' }, { delegatedTo: null }, { delegatedTo: 'lb-002' }] },
      },
      {
        hostName: 'ctl-002',
        delegatedTo: 'lb-001',
        delegates: ['lb-001'],
        items: { nodes: [{ delegatedTo: 'lb-001' }, { delegatedTo: 'lb-001' }] },
      },
      { hostName: 'ctl-003', delegatedTo: null, delegates: [], items: { nodes: [{ delegatedTo: null }] } },
    ]);
  });

  it('stand with each change, for those who ask what was changed where', async () => {
    const { data } = await client.ask('{ changes(orderBy: oldest) { nodes { hostName delegates } } }');
    expect(data.changes.nodes).toEqual([
      { hostName: 'ctl-001', delegates: ['lb-001', 'lb-002'] },
      { hostName: 'ctl-002', delegates: ['lb-001'] },
      { hostName: 'ctl-003', delegates: [] },
    ]);
  });
});
