import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const PROGRESS = `query ($run: ID!) {
  run(id: $run) { status services progress { part expectedResults expectedDuration similarRun { uuid } } }
}`;

describe('run.progress', () => {
  let product: Product;
  let client: ApiClient;
  const results = (count: number) =>
    Array.from({ length: count }, (_, index) => aTask({ name: `keystone : ${index}` }).okOn('ctl-001'));
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const deploy = { extraVars: { kolla_action: 'deploy' } };

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const load = async (run: RunBuilder, events = run.events()) => {
    await client.upload(run.id, events);
    return eventually(async () => {
      const answer = (await client.ask(PROGRESS, { run: run.id })).data.run;
      return answer?.services.length > 0 && answer;
    });
  };

  it('is measured by the last run like it that completed', async () => {
    const older = aRun(deploy, minutesAgo(90)).with(...results(2));
    const like = aRun(deploy, minutesAgo(60)).with(...results(8));
    const failed = aRun(deploy, minutesAgo(50)).with(...results(3), aTask().failedOn('ctl-001'));
    const others = [
      aRun({ extraVars: { kolla_action: 'upgrade' } }, minutesAgo(40)).with(...results(5)),
      aRun({ ...deploy, checkMode: true }, minutesAgo(40)).with(...results(5)),
      aRun({ ...deploy, limit: 'ctl-001' }, minutesAgo(40)).with(...results(5)),
      aRun({ ...deploy, playbookPath: '/ansible/other.yml' }, minutesAgo(40)).with(...results(5)),
    ];
    for (const run of [older, like, failed, ...others]) await load(run);
    const running = aRun(deploy)
      .with(...results(2))
      .unfinished();
    const { progress, status } = await load(running);
    expect(status).toBe('running');
    expect(progress).toMatchObject({ part: 0.25, expectedResults: 8, similarRun: { uuid: like.id } });
    expect(progress.expectedDuration).toBeGreaterThan(0);
  });

  it('is unknown without a run like it, and over when the run is', async () => {
    const first = aRun({ playbookPath: '/ansible/first.yml' }).with(...results(2));
    const unfinished = aRun({ playbookPath: '/ansible/never.yml' })
      .with(...results(2))
      .unfinished();
    expect((await load(unfinished)).progress).toBeNull();
    expect(await load(first)).toMatchObject({ status: 'completed', progress: null });
  });
});

describe('runs', () => {
  it('are found by what they deployed, and tell it', async () => {
    const product = await Product.start();
    const { client } = product;
    const keystone = aRun({
      extraVars: { kolla_action: 'upgrade', openstack_release: '2025.2' },
      environment: { ENVIRONMENT: 'kolla' },
      sudoUser: 'alice',
    });
    const nova = aRun({ extraVars: { kolla_action: 'deploy' } });
    await client.upload(keystone.id, keystone.with(aTask().okOn('ctl-001')).events());
    await client.upload(nova.id, nova.events());
    const found = async (filter: string) =>
      (await client.ask(`{ runs(filter: { ${filter} }) { nodes { uuid } } }`)).data.runs.nodes.map(
        ({ uuid }: { uuid: string }) => uuid,
      );
    await eventually(
      async () => (await found('service: "keystone"')).length === 1 && (await found('action: "deploy"')).length === 1,
    );
    for (const filter of [
      'service: "keystone"',
      'release: "2025.2"',
      'action: "upgrade"',
      'environment: "kolla"',
      'operator: "alice"',
    ]) {
      expect([filter, await found(filter)]).toEqual([filter, [keystone.id]]);
    }
    expect(await found('service: "keystone", action: "deploy"')).toEqual([]);
    const { data } = await client.ask('{ runs { nodes { uuid services releases hostCount taskCount } } }');
    expect(data.runs.nodes).toEqual(
      expect.arrayContaining([
        { uuid: keystone.id, services: ['keystone'], releases: ['2025.2'], hostCount: 1, taskCount: 1 },
        { uuid: nova.id, services: [], releases: [], hostCount: 0, taskCount: 0 },
      ]),
    );
    await product.stop();
  });
});
