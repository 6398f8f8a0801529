import type { DataSource } from 'typeorm';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const POINTS = `{ totalCount nodes {
  name total { runs completed failed interrupted successRate failures changed duration { median p95 mean } }
  points { start runs failed changed duration { median } }
} }`;

describe('statistics', () => {
  let product: Product;
  let client: ApiClient;
  let dataSource: DataSource;

  const aRunOf = (at: string, action: string, task: ReturnType<typeof aTask>, more = {}) =>
    aRun({ extraVars: { kolla_action: action }, environment: { ENVIRONMENT: 'kolla' }, ...more }, new Date(at)).with(
      task,
    );
  // A Tuesday, the Wednesday behind it, and a Monday.
  const deployed = aRunOf('2026-11-03T10:00:00Z', 'deploy', aTask().changedOn('ctl-001', 'ctl-002'));
  const failed = aRunOf('2026-11-04T23:59:59Z', 'deploy', aTask().changedOn('ctl-001').failedOn('ctl-002'));
  const upgraded = aRunOf('2026-11-09T00:00:00Z', 'upgrade', aTask().changedOn('ctl-001').okOn('ctl-002'));
  const checked = aRunOf('2026-11-09T01:00:00Z', 'deploy', aTask().failedOn('ctl-001'), { checkMode: true });

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    dataSource = await product.database.connect();
    for (const each of [deployed, failed, upgraded, checked]) await load(each);
  });
  afterAll(() => product.stop());

  const load = async (run: RunBuilder, batches = [run.events()]) => {
    const { id } = run;
    for (const batch of batches) await client.upload(id, batch);
    await eventually(async () => {
      const { data } = await client.ask(`query ($id: ID!) { run(id: $id) { status missingEvents { from } } }`, { id });
      return data.run !== null && data.run.status !== 'running' && data.run.missingEvents.length === 0;
    });
  };

  const ask = async (question: string) => {
    const { data, errors } = await client.ask(
      `{ statistics(since: "2026-11-01T00:00:00Z", until: "2026-11-15T00:00:00Z", ${question}) ${POINTS} }`,
    );
    expect(errors).toBeUndefined();
    return data.statistics.nodes;
  };

  it('counts runs of a service by day, and gives their success rate', async () => {
    const [keystone, ...others] = await ask('by: service');
    expect(others).toEqual([]);
    expect(keystone).toMatchObject({
      name: 'keystone',
      total: { runs: 3, completed: 2, failed: 1, interrupted: 0, successRate: 2 / 3, failures: 1, changed: 4 },
      points: [
        { start: '2026-11-03T00:00:00.000Z', runs: 1, failed: 0, changed: 2 },
        { start: '2026-11-04T00:00:00.000Z', runs: 1, failed: 1, changed: 1 },
        { start: '2026-11-09T00:00:00.000Z', runs: 1, failed: 0, changed: 1 },
      ],
    });
  });

  it('adds days up to weeks from Monday, and to months', async () => {
    const starts = async (interval: string) =>
      (await ask(`by: environment, interval: ${interval}`)).map(
        ({ name, points }: { name: string; points: { start: string; runs: number }[] }) => [
          name,
          ...points.map(({ start, runs }) => `${start.slice(0, 10)} ${runs}`),
        ],
      );
    expect(await starts('week')).toEqual([['kolla', '2026-11-02 2', '2026-11-09 1']]);
    expect(await starts('month')).toEqual([['kolla', '2026-11-01 3']]);
  });

  it('tells actions and hosts apart, and filters', async () => {
    const told = async (question: string) =>
      (await ask(question)).map(({ name, total }: { name: string; total: Record<string, number> }) => [
        ...[name, total.runs, total.failed, total.failures],
      ]);
    expect(await told('by: action')).toEqual([
      ['deploy', 2, 1, 1],
      ['upgrade', 1, 0, 0],
    ]);
    expect(await told('by: host')).toEqual([
      ['ctl-001', 3, 0, 0],
      ['ctl-002', 3, 1, 1],
    ]);
    expect(await told('by: action, filter: { host: "ctl-001", service: "keystone" }')).toEqual([
      ['deploy', 2, 0, 0],
      ['upgrade', 1, 0, 0],
    ]);
    expect(await told('by: service, filter: { checkMode: true }')).toEqual([['keystone', 1, 1, 1]]);
    expect(await told('by: service, filter: { environment: "monitoring" }')).toEqual([]);
  });

  it('pages through the series, those with most runs first, and counts them', async () => {
    const page = async (after: string | null) => {
      const { data, errors } = await client.ask(
        `query ($after: String) {
          statistics(by: action, since: "2026-11-01T00:00:00Z", until: "2026-11-15T00:00:00Z", first: 1, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes { name points { runs } total { duration { mean } } }
          }
        }`,
        { after },
      );
      expect(errors).toBeUndefined();
      return data.statistics;
    };
    const first = await page(null);
    const duration = { mean: expect.any(Number) };
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(first.nodes).toEqual([{ name: 'deploy', points: [{ runs: 1 }, { runs: 1 }], total: { duration } }]);
    const second = await page(first.pageInfo.endCursor);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(second.nodes).toEqual([{ name: 'upgrade', points: [{ runs: 1 }], total: { duration } }]);
    const { errors } = await client.ask('{ statistics(by: action, after: "nonsense") { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('gives durations of the deployments, in seconds', async () => {
    // From the header of its task to its last result, 10 ms an event: 20 ms each.
    const [keystone] = await ask('by: service');
    expect(keystone.total.duration.median).toBeCloseTo(0.02);
    expect(keystone.total.duration.p95).toBeCloseTo(0.02);
    expect(keystone.points[0].duration.median).toBeCloseTo(0.02);
  });

  it('is exact however the events of a run come, also those that come after its end', async () => {
    const late = aRunOf('2026-11-10T10:00:00Z', 'deploy', aTask().changedOn('ctl-001', 'ctl-002', 'ctl-003'));
    const events = late.events();
    await client.upload(late.id, events.slice(-1));
    await load(late, [events.slice(3, -1), events.slice(0, 3), events]);
    await eventually(async () => {
      const [keystone] = await ask('by: service, filter: { action: "deploy" }');
      return keystone.total.runs === 3 && keystone.total.changed === 6;
    });
    const differences = await dataSource.query<object[]>(`
      SELECT scope, day, service, host_id, environment, action, check_mode, runs, failed, failures, changed
      FROM day_statistic WHERE runs > 0
      EXCEPT
      SELECT scope, day, service, host_id, environment, action, check_mode, count(*),
        count(*) FILTER (WHERE outcome = 'failed'), sum(failures), sum(changed)
      FROM run_statistic GROUP BY 1, 2, 3, 4, 5, 6, 7
    `);
    expect(differences).toEqual([]);
  });

  it('refuses more intervals than anyone can read', async () => {
    const { errors } = await client.ask('{ statistics(by: service, since: "2020-01-01T00:00:00Z") { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
