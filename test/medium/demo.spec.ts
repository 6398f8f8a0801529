import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_RUNS } from '../../apps/standalone/src/demo/demo-runs.js';
import { loadDemo } from '../../apps/standalone/src/demo/load-demo.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

const MINUTE = 60_000;

describe('the demo', () => {
  let product: Product;
  let directory: string;

  beforeAll(async () => {
    product = await Product.start();
    directory = mkdtempSync(join(tmpdir(), 'playledger-demo-'));
    writeFileSync(join(directory, 'token'), `${product.client.token}\n`);
    await load();
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await product.stop();
  });

  const load = () => loadDemo(product.client.url, join(directory, 'token'));
  const ended = () =>
    eventually(async () => {
      const { data } = await product.client.ask(
        '{ runs(first: 100) { nodes { uuid status finishedAt missingEvents { from } } } }',
      );
      const runs = data.runs.nodes as { uuid: string; status: string; finishedAt: string; missingEvents: unknown[] }[];
      return runs.length === DEMO_RUNS.length && runs.every(({ status }) => status !== 'running') ? runs : null;
    });

  it('tells every recording', () => {
    const files = readdirSync('test/recordings').filter((name) => name.endsWith('.ndjson.gz'));
    const told = new Set(DEMO_RUNS.map(({ recording }) => `${recording}.ndjson.gz`));
    expect([...told].sort()).toEqual(files.sort());
  });

  it('ended a few minutes ago, and lies in a week', async () => {
    const runs = await ended();
    expect(runs.flatMap(({ missingEvents }) => missingEvents)).toEqual([]);
    const ages = runs.map(({ finishedAt }) => (Date.now() - Date.parse(finishedAt)) / MINUTE);
    expect(Math.min(...ages)).toBeGreaterThan(3);
    expect(Math.min(...ages)).toBeLessThan(10);
    expect(Math.max(...ages)).toBeLessThan(7 * 24 * 60);
  });

  it('has causes of failure that were met in several runs, and no drift that is made up', async () => {
    await ended();
    const { data } = await product.client.ask(
      `{ failureGroups { nodes { title runCount hostNames firstSeenAt lastSeenAt } }
         drift(filter: { service: "memcached" }) { totalCount } }`,
    );
    const groups = data.failureGroups.nodes as { title: string; runCount: number; hostNames: string[] }[];
    const groupOf = (text: string) => groups.find(({ title }) => title.includes(text));
    expect(groupOf('_containers')).toMatchObject({ runCount: 3 });
    expect(groupOf('No route to host')).toMatchObject({ runCount: 2, hostNames: ['ctl-002', 'ctl-003'] });
    expect(data.drift.totalCount).toBe(0);
  });

  it('is told once: a ledger that has runs is left alone', async () => {
    const before = await ended();
    await load();
    expect(await ended()).toEqual(before);
  });
});
