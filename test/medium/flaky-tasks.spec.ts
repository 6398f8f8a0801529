import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('flakyTasks', () => {
  let product: Product;
  let client: ApiClient;

  beforeEach(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterEach(() => product.stop());

  it('are those that fail on a host at times, and pass there at others', async () => {
    const ignored = { ignored: true, result: { failed: true, msg: 'not yet' } };
    const runs = [1, 2, 3].map((day) =>
      aRun({}, new Date(`2026-11-0${day}T10:00:00Z`)).with(
        day === 2
          ? aTask({ name: 'keystone : Wait', action: 'wait_for' }).okOn('ctl-002').failedOn('ctl-001')
          : aTask({ name: 'keystone : Wait', action: 'wait_for' }).okOn('ctl-001', 'ctl-002'),
        aTask({ name: 'keystone : Ask' }).on('ctl-001', day === 2 ? 'ok' : 'failed', day === 2 ? {} : ignored),
        aTask({ name: 'keystone : Break' }).failedOn('ctl-001'),
        aTask({ name: 'keystone : Reach' }).on('ctl-002', day === 2 ? 'unreachable' : 'changed'),
        aTask({ name: 'keystone : Predict' }).okOn('ctl-001'),
      ),
    );
    const check = aRun({ checkMode: true }, new Date('2026-11-04T10:00:00Z')).with(
      aTask({ name: 'keystone : Predict' }).failedOn('ctl-001'),
    );
    for (const run of [...runs, check]) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs(filter: { status: failed }) { totalCount } }');
      return data.runs.totalCount === 4;
    }, 60);
    const ask = async (filter: string) => {
      const { data, errors } = await client.ask(`{
        flakyTasks(filter: { ${filter} }) { task module service failures hosts { host failures passes lastFailedAt } }
      }`);
      expect(errors).toBeUndefined();
      return data.flakyTasks as object[];
    };
    const lastFailedAt = expect.stringMatching(/^2026-11-02T10:00/) as string;
    const expected = {
      task: 'keystone : Wait',
      module: 'wait_for',
      service: 'keystone',
      failures: 1,
      hosts: [{ host: 'ctl-001', failures: 1, passes: 2, lastFailedAt }],
    };
    expect(await ask('since: "2026-11-01T00:00:00Z"')).toEqual([expected]);
    expect(await ask('since: "2026-11-01T00:00:00Z", service: "keystone", host: "ctl-001"')).toEqual([expected]);
    expect(await ask('since: "2026-11-01T00:00:00Z", host: "ctl-002"')).toEqual([]);
    expect(await ask('since: "2026-11-01T00:00:00Z", service: "nova"')).toEqual([]);
    // It has only passed since.
    expect(await ask('since: "2026-11-03T00:00:00Z"')).toEqual([]);
  });
});
