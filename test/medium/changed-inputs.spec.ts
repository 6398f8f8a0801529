import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

const INPUTS = `changedInputs(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes {
    hostName task { name action } before { status } after { status }
    changed { arguments { item name before after } argumentsLeftOut itemsOnlyBefore itemsOnlyAfter }
  }
}`;

interface Node {
  hostName: string;
  task: { name: string };
  changed: { arguments: { item: unknown; name: string; before: unknown; after: unknown }[] };
}

const given = (args: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  result: { changed: false, invocation: { module_args: args }, ...more },
});
const loop = (...results: unknown[]) => ({ result: { changed: true, results } });

describe('what the tasks of two runs were given', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const ended = (uuid: string) =>
    eventually(async () => {
      const { data } = await client.ask(`query ($id: ID!) { run(id: $id) { status } }`, { id: uuid });
      return data.run !== null && data.run.status !== 'running';
    });

  const compare = async (fields: string, variables: Record<string, unknown>) => {
    const query = `query ($a: ID!, $b: ID!, $first: Int!, $after: String) { compareRuns(a: $a, b: $b) { ${fields} } }`;
    const { data, errors } = await client.ask(query, { first: 50, ...variables });
    expect(errors).toBeUndefined();
    return data.compareRuns;
  };

  const uploaded = async (...runs: ReturnType<typeof aRun>[]) => {
    for (const run of runs) await client.upload(run.id, run.events());
    for (const run of runs) await ended(run.id);
    return { a: runs[0]?.id, b: runs[1]?.id };
  };

  it('is told wherever it differs, also where the outcome is the same, and nowhere else', async () => {
    const command = (argument: string) =>
      aTask({ name: 'keystone : Run', action: 'command' })
        .on('ctl-001', 'ok', given({ _raw_params: `run ${argument}`, chdir: null }))
        .on('ctl-002', 'ok', given({ _raw_params: 'run' }));
    const hidden = () =>
      aTask({ name: 'keystone : Hidden', action: 'command', noLog: true }).on('ctl-001', 'ok', {
        result: { censored: 'hidden' },
      });
    const runs = await uploaded(
      aRun({}, new Date('2026-10-01T10:00:00Z')).with(command('one'), hidden()),
      aRun({}, new Date('2026-10-02T10:00:00Z')).with(command('two'), hidden()),
    );
    const { changedInputs, differences } = await compare(`${INPUTS} differences { turned }`, runs);
    expect(differences.turned).toBe(0);
    expect(changedInputs).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          hostName: 'ctl-001',
          task: { name: 'keystone : Run', action: 'command' },
          before: { status: 'ok' },
          after: { status: 'ok' },
          changed: {
            arguments: [{ item: null, name: '_raw_params', before: 'run one', after: 'run two' }],
            argumentsLeftOut: 0,
            itemsOnlyBefore: [],
            itemsOnlyAfter: [],
          },
        },
      ],
    });
  });

  it('is told item by item, of files by their checksum, and of long values by their beginning', async () => {
    const item = (label: unknown, args: Record<string, unknown>) => ({ item: label, ...given(args).result });
    const service = (key: string, image: string) => item({ key, value: { image } }, { name: key, image });
    const long = 'x'.repeat(10_000);
    const before = aRun({}, new Date('2026-10-03T10:00:00Z')).with(
      aTask({ name: 'loop', loop: true }).on(
        'ctl-001',
        'ok',
        loop(service('keystone', 'k:1'), service('fernet', 'f:1'), item('gone', { name: 'gone' })),
      ),
      // Written by copy in one run, only compared by file in the other.
      aTask({ name: 'file' }).on(
        'ctl-001',
        'changed',
        given({ src: 'a', mode: '0600' }, { dest: '/a', checksum: '1' }),
      ),
      aTask({ name: 'long' }).on('ctl-001', 'ok', given({ content: `a${long}` })),
    );
    const after = aRun({}, new Date('2026-10-04T10:00:00Z')).with(
      aTask({ name: 'loop', loop: true }).on(
        'ctl-001',
        'ok',
        loop(service('fernet', 'f:1'), service('keystone', 'k:2'), item('new', { name: 'new' })),
      ),
      aTask({ name: 'file' }).on('ctl-001', 'ok', given({ path: '/a', mode: '0600' }, { dest: '/a', checksum: '2' })),
      aTask({ name: 'long' }).on('ctl-001', 'ok', given({ content: `b${long}` })),
    );
    const { changedInputs } = await compare(INPUTS, await uploaded(before, after));
    expect(changedInputs.nodes.map(({ changed }: Node) => changed)).toEqual([
      {
        arguments: [{ item: 'keystone', name: 'image', before: 'k:1', after: 'k:2' }],
        argumentsLeftOut: 0,
        itemsOnlyBefore: ['gone'],
        itemsOnlyAfter: ['new'],
      },
      {
        arguments: [{ item: null, name: 'checksum', before: '1', after: '2' }],
        ...{ argumentsLeftOut: 0, itemsOnlyBefore: [], itemsOnlyAfter: [] },
      },
      {
        arguments: [
          {
            item: null,
            name: 'content',
            before: `a${'x'.repeat(3_999)}…`,
            after: `b${'x'.repeat(3_999)}…`,
          },
        ],
        ...{ argumentsLeftOut: 0, itemsOnlyBefore: [], itemsOnlyAfter: [] },
      },
    ]);
  });

  it('tells collections that differ, and nothing where a run does not tell its own', async () => {
    const withCollections = (day: number, collections: { name: string; version: string | null }[] | null) =>
      aRun({ collections }, new Date(Date.UTC(2026, 8, day))).with(aTask().okOn('ctl-001'));
    const before = withCollections(1, [
      { name: 'acme.gone', version: null },
      { name: 'community.docker', version: '4.7.0' },
      { name: 'openstack.cloud', version: '2.2.0' },
    ]);
    const after = withCollections(2, [
      { name: 'community.docker', version: '5.0.0' },
      { name: 'openstack.cloud', version: '2.2.0' },
    ]);
    const older = withCollections(3, null);
    await uploaded(before, after, older);
    const COLLECTIONS = `collections(first: $first, after: $after) {
      totalCount nodes { name before { version } after { version } }
    }`;
    expect((await compare(COLLECTIONS, { a: before.id, b: after.id })).collections).toEqual({
      totalCount: 2,
      nodes: [
        { name: 'acme.gone', before: { version: null }, after: null },
        { name: 'community.docker', before: { version: '4.7.0' }, after: { version: '5.0.0' } },
      ],
    });
    expect((await compare(COLLECTIONS, { a: before.id, b: older.id })).collections).toBeNull();
    const { data } = await client.ask(`query ($id: ID!) { run(id: $id) { collections { name version } } }`, {
      id: before.id,
    });
    expect(data.run.collections).toHaveLength(3);
    expect(data.run.collections[0]).toEqual({ name: 'acme.gone', version: null });
  });

  const recorded = ['kolla-2-reconfigure-keystone', 'kolla-3-upgrade-keystone'];
  const files = recorded.map((name) => RECORDINGS.get(name));
  (files.includes(undefined) ? it.skip : it)('shows what an upgrade of keystone was given, page by page', async () => {
    const [a, b] = await Promise.all(files.map((file) => loadRecording(file ?? '', client)));
    await ended(a?.runId ?? '');
    await ended(b?.runId ?? '');
    const found: Node[] = [];
    let after: string | null = null;
    do {
      const { changedInputs } = await compare(INPUTS, { a: a?.runId, b: b?.runId, first: 4, after });
      expect(changedInputs.totalCount).toBe(9);
      found.push(...changedInputs.nodes);
      after = changedInputs.pageInfo.hasNextPage ? changedInputs.pageInfo.endCursor : null;
    } while (after !== null);
    // Read in the recordings: new images, and two templates that came out otherwise; passwords stayed.
    const told = found.map(({ task, hostName, changed }) => {
      const names = [...new Set(changed.arguments.map(({ name }) => name))].join(' ');
      return `${task.name} | ${hostName} | ${changed.arguments.length} ${names}`;
    });
    const everywhere = (text: string) => ['ctl-001', 'ctl-002', 'ctl-003'].map((host) => text.replace('HOST', host));
    expect(told.sort()).toEqual([
      ...everywhere('keystone : Check keystone containers | HOST | 3 image'),
      ...everywhere('keystone : Copying over keystone.conf | HOST | 2 checksum'),
      ...everywhere('keystone : Copying over wsgi-keystone.conf | HOST | 1 checksum'),
    ]);
    const containers = found.find(({ task }) => task.name === 'keystone : Check keystone containers');
    expect(containers?.changed.arguments[0]).toEqual({
      item: 'keystone',
      name: 'image',
      before: 'registry.example.org:5000/kolla/keystone:2023.2-ubuntu-jammy',
      after: 'registry.example.org:5000/kolla/keystone:2023.2-ubuntu-jammy-20260115',
    });
    expect(JSON.stringify(found)).not.toMatch(/password/i);
  });
});
