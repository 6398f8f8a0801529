import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

/** Of our runs each event comes 10 ms after the one before it: a task with three results takes 40 ms. */
const slow = (name: string, ...hosts: string[]) => aTask({ name, action: 'command' }).okOn(...hosts);

const HOSTS = ['ctl-001', 'ctl-002', 'ctl-003'];

describe('slowTasks', () => {
  let product: Product;
  let client: ApiClient;

  beforeEach(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterEach(() => product.stop());

  const load = async (...runs: RunBuilder[]) => {
    for (const run of runs) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs(filter: { status: completed }) { totalCount } }');
      return data.runs.totalCount === runs.length;
    }, 60);
  };
  const ask = async (filter: string, more = '') => {
    const { data, errors } = await client.ask(`{
      slowTasks(filter: { since: "2026-11-01T00:00:00Z" ${filter} } ${more}) {
        task module role runs total median longest longestRunUuid
      }
    }`);
    expect(errors).toBeUndefined();
    return data.slowTasks as { task: string; total: number; longest: number }[];
  };

  it('says where the runs of a period spent their time', async () => {
    const started = { extraVars: { kolla_action: 'deploy' } };
    const early = aRun(started, new Date('2026-10-01T10:00:00Z')).with(slow('keystone : Old', ...HOSTS));
    const first = aRun(started, new Date('2026-11-01T10:00:00Z')).with(
      slow('keystone : Wait', ...HOSTS),
      slow('keystone : Copy', 'ctl-001'),
      slow('keystone : Copy', 'ctl-001', 'ctl-002'),
    );
    const second = aRun({}, new Date('2026-11-02T10:00:00Z')).with(slow('keystone : Wait', 'ctl-001'));
    const check = aRun({ checkMode: true }, new Date('2026-11-03T10:00:00Z')).with(slow('keystone : Wait', ...HOSTS));
    await load(early, first, second, check);

    const wait = {
      task: 'keystone : Wait',
      module: 'command',
      role: 'keystone',
      runs: 2,
      total: expect.closeTo(0.06) as number,
      median: expect.closeTo(0.03) as number,
      longest: expect.closeTo(0.04) as number,
      longestRunUuid: first.id,
    };
    // Both turns of one run together, and the last task until the run's end.
    const copy = { ...wait, task: 'keystone : Copy', runs: 1, total: expect.closeTo(0.05) as number };
    expect(await ask('')).toEqual([
      wait,
      { ...copy, median: expect.closeTo(0.05) as number, longest: expect.closeTo(0.05) as number },
    ]);
    const names = async (filter: string, more = '') => (await ask(filter, more)).map(({ task }) => task);
    expect(await names('', 'orderBy: longest, first: 1')).toEqual(['keystone : Copy']);
    expect(await names('', 'orderBy: median, first: 1')).toEqual(['keystone : Copy']);
    expect(
      await names('until: "2026-11-02T00:00:00Z", action: "deploy", service: "keystone"', 'orderBy: total'),
    ).toEqual(['keystone : Copy', 'keystone : Wait']);
    expect(await names('service: "nova"')).toEqual([]);
    expect(await names('environment: "kolla"')).toEqual([]);
  });
});
