import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const QUESTION = `{
  stateMatrix(service: "keystone") { run { uuid } }
  service(name: "keystone") { lastGood { run { uuid } } }
  host(name: "ctl-001") { lastGood { run { uuid } } lastRun { run { uuid } } }
  runs(first: 1) { nodes { uuid } }
}`;
const RUN = `query ($id: ID!) { run(id: $id) { status clockAhead startedAt finishedAt duration } }`;

describe('clocks of controllers', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const load = async ({ id }: RunBuilder, events: object[]) => {
    await client.upload(id, events);
    return eventually(async () => {
      const { data, errors } = await client.ask(RUN, { id });
      expect(errors).toBeUndefined();
      return data.run?.status === 'completed' ? data.run : null;
    });
  };

  it('do not let a run from the future win, and mark it', async () => {
    const future = aRun({}, new Date('2099-01-01T00:00:00Z')).with(aTask().changedOn('ctl-001'));
    const told = await load(future, future.events());
    expect(told.clockAhead).toBeGreaterThan(70 * 365 * 86_400);
    expect(new Date(told.startedAt).getTime()).toBeLessThanOrEqual(Date.now());
    expect(told.duration).toBeCloseTo(0.04, 1);

    const run = aRun().with(aTask().changedOn('ctl-001'));
    expect((await load(run, run.events())).clockAhead).toBeNull();
    const { data } = await client.ask(QUESTION);
    const mine = { run: { uuid: run.id } };
    expect(data).toEqual({
      stateMatrix: [mine],
      service: { lastGood: mine },
      host: { lastGood: mine, lastRun: mine },
      runs: { nodes: [{ uuid: run.id }] },
    });
  });

  it('let a right run be the last one of a host that had a dozen from the future', async () => {
    for (let day = 1; day <= 12; day++) {
      const future = aRun({}, new Date(Date.UTC(2099, 0, day))).with(aTask().okOn('ctl-002'));
      await load(future, future.events());
    }
    const lastRun = async () => (await client.ask('{ host(name: "ctl-002") { lastRun { run { uuid } } } }')).data.host;
    expect(await lastRun()).toMatchObject({ lastRun: { run: { uuid: expect.any(String) } } });
    const run = aRun().with(aTask().okOn('ctl-002'));
    await load(run, run.events());
    expect(await lastRun()).toEqual({ lastRun: { run: { uuid: run.id } } });
  });

  it.each([7_200_000, -7_200_000])('may be set during a run (by %i ms): its duration is what passed', async (step) => {
    const run = aRun({}, new Date(Date.now() - 60_000)).with(aTask().changedOn('ctl-001'));
    const events = run.events().map((event, place) => ({
      ...event,
      occurredAt: place < 2 ? event.occurredAt : new Date(Date.parse(event.occurredAt) + step).toISOString(),
      elapsed: place * 3,
    }));
    const told = await load(run, events);
    expect(told.duration).toBeCloseTo((events.length - 1) * 3, 0);
  });

  it('are not said to be wrong for a run that waited in a spool', async () => {
    const run = aRun({}, new Date(Date.now() - 30 * 86_400_000)).with(aTask().changedOn('ctl-009'));
    const [started] = run.events();
    expect(await load(run, run.events())).toMatchObject({
      clockAhead: null,
      startedAt: new Date(started!.occurredAt).toISOString(),
    });
  });
});
