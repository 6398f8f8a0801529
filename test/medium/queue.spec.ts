import { aLongRun } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { RedisServer } from '../support/redis-server.js';
import { Product } from '../support/product.js';

describe.each(['redis', 'postgres'])('from upload to query with BullMQ over %s', (backend) => {
  let redis: RedisServer | null = null;
  let product: Product;

  beforeAll(async () => {
    redis = backend === 'redis' ? await RedisServer.start() : null;
    product = await Product.start(redis === null ? {} : { env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await product.stop();
    await redis?.stop();
  });

  const resultsOf = async (runId: string) => {
    const { data } = await product.client.ask('query ($id: ID!) { run(id: $id) { results { totalCount } } }', {
      id: runId,
    });
    return data.run?.results.totalCount as number | undefined;
  };

  it('a run is visible at once, and live as its batches come', async () => {
    const run = aLongRun(10);
    const events = run.events();
    await product.client.upload(run.id, events.slice(0, 12));
    const started = Date.now();
    await eventually(async () => ((await resultsOf(run.id)) ?? 0) > 0);
    // The sweeper looks only after five seconds: this was the queue.
    expect(Date.now() - started).toBeLessThan(4_000);
    await product.client.upload(run.id, events.slice(12));
    await eventually(async () => (await resultsOf(run.id)) === 30);
  });

  it('many runs with many small batches at once lose and double nothing', async () => {
    const runs = Array.from({ length: 8 }, () => aLongRun(12));
    await Promise.all(
      runs.map(async (run) => {
        const events = run.events();
        for (let start = 0; start < events.length; start += 5) {
          const answer = await product.client.upload(run.id, events.slice(start, start + 5));
          expect(answer.status).toBe(202);
        }
      }),
    );
    for (const run of runs) await eventually(async () => (await resultsOf(run.id)) === 36);
    const { data } = await product.client.ask(
      '{ runs(first: 100) { nodes { missingEvents { from } resultCounts { ok } } } }',
    );
    for (const node of data.runs.nodes) expect(node.missingEvents).toEqual([]);
  });

  it('a queue that was emptied loses nothing', async () => {
    const run = aLongRun(5);
    const dataSource = await product.database.connect();
    // Hold the fold, so that the job fails to be done; then take all jobs away.
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`SELECT pg_advisory_xact_lock(hashtextextended('playledger:fold:' || $1, 0))`, [run.id]);
    await product.client.upload(run.id, run.events());
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (redis === null) await dataSource.query('DELETE FROM bullmq.job');
    else await redis.command((connection) => connection.flushall());
    await holder.rollbackTransaction();
    await holder.release();
    await eventually(async () => (await resultsOf(run.id)) === 15, 30);
  });
});
