import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

interface Hit {
  type: string;
  title: string;
  match: string;
  excerpt: { text: string; matched: boolean }[];
  node: { __typename: string } | null;
}

const PAGE = `nodes { type title match at excerpt { text matched } node { __typename id } } pageInfo { hasNextPage endCursor }`;

describe('search', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    const nova = aRun(
      { playbookPath: '/ansible/kolla-nova.yml', sudoUser: 'carol' },
      new Date('2026-11-21T10:00:00Z'),
    ).with(
      aTask({ name: 'nova : Restart nova-compute container', role: 'nova' })
        .okOn('cmp-001')
        .failedOn('cmp-002', 'Image kolla/nova-compute:2023.2-ubuntu-jammy: no space left on device'),
    );
    const ids = [nova.id];
    await client.upload(nova.id, nova.events());
    for (const name of ['kolla-5-deploy-memcached-unreachable', 'osism-3-keystone']) {
      ids.push((await loadRecording(RECORDINGS.get(name) ?? '', client)).runId);
    }
    await eventually(async () => {
      const { data } = await client.ask('{ runs { nodes { status } } }');
      const { nodes } = data.runs;
      return nodes.length === ids.length && nodes.every(({ status }: { status: string }) => status !== 'running');
    });
  });
  afterAll(() => product.stop());

  const search = async (query: string, more: Record<string, unknown> = {}) => {
    const { data, errors } = await client.ask(
      `query ($query: String!, $types: [SearchType!], $first: Int, $after: String) {
        search(query: $query, types: $types, first: $first, after: $after) { ${PAGE} }
      }`,
      { query, first: 100, ...more },
    );
    expect(errors).toBeUndefined();
    return data.search as { nodes: Hit[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
  const told = ({ nodes }: { nodes: Hit[] }) => nodes.map(({ type, title, match }) => `${type} ${title}: ${match}`);

  it('puts a name that is it first, then those that begin with it, then runs, then the rest', async () => {
    const { nodes } = await search('keystone');
    expect(told({ nodes }).slice(0, 2)).toEqual(['service keystone: exact', 'run kolla-keystone.yml: exact']);
    expect(nodes.slice(2).every(({ type }) => type === 'task')).toBe(true);
    expect(told(await search('ctl-0'))).toEqual([
      'host ctl-001: prefix',
      'host ctl-002: prefix',
      'host ctl-003: prefix',
      'failure Gather facts on ctl-003: word',
    ]);
  });

  it.each([
    ['nova-compute', ['task', 'failure']],
    ['2023.2-ubuntu-jammy', ['failure']],
    ['"no space left"', ['failure']],
    ['"space no"', []],
    ['space device jammy', ['failure']],
    ['CAROL nova', ['run']],
    ['cm', ['host', 'host']],
    ['100%', []],
  ])('finds what holds %s', async (query, types) => {
    const { nodes } = await search(query);
    expect(nodes.map(({ type }) => type).filter((type) => type !== 'run' || query.includes('CAROL'))).toEqual(types);
  });

  it('marks what matched, and leads to the object', async () => {
    const { nodes } = await search('"no route to host"');
    expect(nodes).toMatchObject([
      { type: 'failure', title: 'Gather facts on ctl-003', node: { __typename: 'TaskResult' } },
    ]);
    expect(nodes[0]?.excerpt.filter(({ matched }) => matched).map(({ text }) => text)).toEqual(['No route to host']);
    const typeNames = (await search('keystone')).nodes.map(({ node }) => node?.__typename);
    expect(new Set(typeNames)).toEqual(new Set(['Service', 'Run', 'Task']));
  });

  it('looks only for the types that are asked for, and pages through all without loss or repetition', async () => {
    expect(new Set((await search('e', { types: ['host'] })).nodes.map(({ type }) => type))).toEqual(new Set());
    const all = told(await search('con', { first: 100 }));
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page = await search('con', { first: 3, after });
      paged.push(...told(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(all.length).toBeGreaterThan(6);
    expect(paged).toEqual(all);
  });

  it.each([
    ['an empty query', { query: '""' }],
    ['a cursor of another list', { query: 'nova', after: 'WyIxIl0' }],
    [
      'a cursor with a time that is none',
      { query: 'nova', after: Buffer.from('["60","noon","x"]').toString('base64url') },
    ],
  ])('refuses %s', async (_what, variables) => {
    const { errors } = await client.ask(
      'query ($query: String!, $after: String) { search(query: $query, after: $after) { nodes { title } } }',
      variables,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
