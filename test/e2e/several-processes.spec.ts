import { join } from 'node:path';
import { ControlHost, printedRecap, sumOf } from '../support/ansible.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RedisServer } from '../support/redis-server.js';

const RECAP = 'ok changed unreachable failed skipped rescued ignored';

describe('two API and two worker processes on Postgres and Redis', () => {
  let redis: RedisServer;
  let product: Product;
  const hosts: ControlHost[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
    product = await Product.start({ apis: 2, workers: 2, env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    for (const host of hosts) host.remove();
    await product.stop();
    await redis.stop();
  });

  it('show the same scenario, reported to both at once', async () => {
    const played = await Promise.all(
      product.clients.map(async ({ url }) => {
        const host = new ControlHost({ PLAYLEDGER_LABELS: url });
        hosts.push(host);
        await host.installFrom(url);
        host.writeConfiguration(
          [
            '[defaults]',
            'callbacks_enabled = playledger.reporter.playledger',
            '[callback_playledger]',
            `url = ${url}`,
            `token_file = ${join(product.dataDir, 'admin-token')}`,
          ].join('\n'),
        );
        const ended = await host.play('scenario', '-e', 'marker=/nonexistent', '-e', '{"database_password": "x"}');
        return { label: url, ...ended };
      }),
    );
    for (const { label, code, output } of played) {
      expect(code).toBe(4);
      // Either API knows what the other one took.
      for (const client of product.clients) {
        const run = await eventually(async () => {
          const { data } = await client.ask(
            `query ($filter: RunFilter) { runs(filter: $filter) { nodes {
              status counts { ${RECAP} } missingEvents { from } reporter { lost }
              recap(first: 100) { nodes { host { name } counts { ${RECAP} } } } } } }`,
            { filter: { label, status: ['failed'] } },
          );
          return data.runs.nodes[0];
        });
        const recap = printedRecap(output);
        expect(run.counts).toEqual(sumOf(recap));
        expect(run.missingEvents).toEqual([]);
        expect(run.reporter).toMatchObject({ lost: 0 });
        for (const { host, counts } of run.recap.nodes) expect(counts).toEqual(recap[host.name as string]);
      }
    }
  });

  it('go on when one of each is killed', async () => {
    await product.apis[1]?.end('SIGKILL');
    await product.workers[0]?.end('SIGKILL');
    const [host] = hosts;
    const { code } = await host!.play('short');
    expect(code).toBe(0);
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs(filter: { name: "short.yml" }) { nodes { status } } }');
      return data.runs.nodes[0]?.status === 'completed';
    });
  });
});
