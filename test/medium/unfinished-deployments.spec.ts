import type { RunEvent } from '#run-events';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const HOSTS = ['ctl-001', 'ctl-002'];

const QUESTION = `query ($environment: String!) {
  stateMatrix(service: "keystone", environment: $environment) {
    host action outcome imageTag divergent containers { name tag confirmed } run { uuid }
    unfinished { outcome action run { uuid } }
  }
  service(name: "keystone") { lastGood { run { uuid } } lastFailed { run { uuid } } }
  host(name: "ctl-001") {
    lastGood { run { uuid } } deployments(first: 1) { nodes { outcome run { uuid } } }
  }
  hostsBehind(service: "keystone", environment: $environment) { nodes { host imageTag lastOutcome lastDeployedBy { uuid } } }
}`;

const container = (name: string, tag: string, action: string) => ({
  invocation: { module_args: { action, name, image: `registry/kolla/${name}:${tag}` } },
});

/** A task that starts a container, on these hosts. */
function started(name: string, tag: string, hosts: string[]) {
  const task = aTask({ name: `keystone : Start ${name}` });
  for (const host of hosts) {
    task.on(host, 'changed', { result: { changed: true, ...container(name, tag, 'recreate_or_restart_container') } });
  }
  return task;
}

/** A task that finds that another image should run, and starts nothing. */
function compared(name: string, tag: string, hosts: string[]) {
  const task = aTask({ name: `keystone : Check ${name}` });
  for (const host of hosts) {
    task.on(host, 'changed', { result: { changed: true, ...container(name, tag, 'compare_container') } });
  }
  return task;
}

const copied = () => aTask({ name: 'keystone : Copy config', action: 'template' }).changedOn(...HOSTS);

/** The events of a run that was interrupted, as the plugin says it. */
function interrupted(run: RunBuilder): RunEvent[] {
  const events = run.unfinished().events();
  const last = events.at(-1)!;
  const end = { outcome: 'interrupted' as const, reason: 'SIGINT', recap: null, customStats: null, reporter: {} };
  return [...events, { seq: last.seq + 1, type: 'run_finished', occurredAt: last.occurredAt, ...end }];
}

describe('a deployment that did not come to its end', () => {
  let product: Product;
  let client: ApiClient;

  /** Each test has an environment of its own, and a month behind that of the test before it. */
  let month = 0;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());
  beforeEach(() => {
    month += 1;
  });

  const environment = () => `env-${month}`;
  const deploy = (day: number, action = 'deploy') =>
    aRun(
      { extraVars: { kolla_action: action }, environment: { ENVIRONMENT: environment() } },
      new Date(`2026-0${month}-0${day}T10:00:00Z`),
    );

  const load = async ({ id }: RunBuilder, events: RunEvent[]) => {
    await client.upload(id, events);
    await eventually(async () => {
      const { data } = await client.ask(`query ($id: ID!) { run(id: $id) { deployments { totalCount } } }`, { id });
      return data.run !== null && data.run.deployments.totalCount > 0;
    });
  };
  const ask = async () => {
    const { data, errors } = await client.ask(QUESTION, { environment: environment() });
    expect(errors).toBeUndefined();
    return data;
  };
  const first = async () => {
    const run = deploy(1).with(started('keystone', 'old', HOSTS), started('keystone_ssh', 'old', HOSTS));
    await load(run, run.events());
    return run.id;
  };

  it.each<[string, (run: RunBuilder) => RunEvent[]]>([
    ['interrupted', interrupted],
    ['running', (run) => run.unfinished().events()],
  ])('is neither good nor uniform, and hides no version: %s before a container was started', async (outcome, told) => {
    const uuid = await first();
    const run = deploy(2, 'upgrade').with(copied(), compared('keystone', 'new', HOSTS));
    await load(run, told(run));

    const answer = await ask();
    const unfinished = { outcome, action: 'upgrade', run: { uuid: run.id } };
    expect(answer.stateMatrix).toEqual(
      HOSTS.map((host) => ({
        ...{ host, action: 'deploy', outcome, imageTag: 'old', divergent: true, run: { uuid }, unfinished },
        containers: ['keystone', 'keystone_ssh'].map((name) => ({ name, tag: 'old', confirmed: true })),
      })),
    );
    expect(answer.service).toEqual({ lastGood: { run: { uuid } }, lastFailed: null });
    expect(answer.host).toEqual({
      lastGood: { run: { uuid } },
      deployments: { nodes: [{ outcome, run: { uuid: run.id } }] },
    });
    expect(answer.hostsBehind.nodes).toEqual(
      HOSTS.map((host) => ({ host, imageTag: 'old', lastOutcome: outcome, lastDeployedBy: { uuid: run.id } })),
    );

    // The next one that comes to its end puts all right.
    const again = deploy(3, 'upgrade').with(started('keystone', 'new', HOSTS), started('keystone_ssh', 'new', HOSTS));
    await load(again, again.events());
    const then = await ask();
    expect(then.stateMatrix).toMatchObject(
      HOSTS.map(() => ({ outcome: 'changed', imageTag: 'new', divergent: false, unfinished: null })),
    );
    expect(then.hostsBehind.nodes).toEqual([]);
  });

  it('tells what it had started, beside what ran before', async () => {
    await first();
    const run = deploy(2, 'upgrade').with(copied(), started('keystone', 'new', ['ctl-001']));
    await load(run, interrupted(run));
    expect((await ask()).stateMatrix).toMatchObject([
      {
        ...{ host: 'ctl-001', outcome: 'interrupted', imageTag: 'new' },
        containers: [
          { name: 'keystone', tag: 'new' },
          { name: 'keystone_ssh', tag: 'old' },
        ],
      },
      { host: 'ctl-002', outcome: 'interrupted', imageTag: 'old' },
    ]);
  });

  it('hides no version where it failed, or lost the host on the way', async () => {
    const uuid = await first();
    const lost = aTask({ name: 'keystone : Copy more', action: 'template' }).failedOn('ctl-001');
    const run = deploy(2, 'upgrade').with(copied(), lost.on('ctl-002', 'unreachable'));
    await load(run, run.events());
    expect((await ask()).stateMatrix).toMatchObject([
      { host: 'ctl-001', outcome: 'failed', imageTag: 'old', run: { uuid }, unfinished: { outcome: 'failed' } },
      { host: 'ctl-002', outcome: 'unreachable', imageTag: 'old', unfinished: { run: { uuid: run.id } } },
    ]);
  });

  it('is all that is known of a service that was never there before', async () => {
    const run = deploy(2).with(copied(), compared('keystone', 'new', HOSTS));
    await load(run, interrupted(run));
    expect((await ask()).stateMatrix).toMatchObject(
      HOSTS.map(() => ({ outcome: 'interrupted', imageTag: null, containers: [], unfinished: { action: 'deploy' } })),
    );
  });
});
