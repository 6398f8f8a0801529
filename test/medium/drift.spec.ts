import { loadRecording } from '../../apps/standalone/src/load/load.js';
import type { ResultStatus, RunStarted } from '#run-events';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

const args = (path: string) => ({ invocation: { module_args: { path, mode: '0660' } } });

/** A task on one host, with what it was given. */
const wrote = (path: string, host: string, status: ResultStatus, name = `keystone : Write ${path}`) =>
  aTask({ name, action: 'file' }).on(host, status, { result: { changed: status === 'changed', ...args(path) } });

const by = (started: Partial<RunStarted>, at: string) =>
  aRun({ extraVars: { kolla_action: 'deploy' }, configurationCommit: 'aaa', ...started }, new Date(at));

describe('drift', () => {
  let product: Product;
  let client: ApiClient;

  beforeEach(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterEach(() => product.stop());

  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await client.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  };
  const ended = (count: number) =>
    eventually(async () => {
      const data = await ask('{ runs(filter: { status: [completed, failed] }) { totalCount } }');
      return data.runs.totalCount === count;
    }, 60);
  const load = async (...runs: RunBuilder[]) => {
    for (const run of runs) await client.upload(run.id, run.events());
    await ended(runs.length);
  };
  const DRIFT = `query ($filter: DriftFilter) { drift(filter: $filter) { totalCount nodes {
    service task module run { uuid } hosts { host previousRun { uuid } }
  } } }`;

  const EVER = { since: '2026-01-01T00:00:00Z' };

  it('is a change without another input, whichever run came first', async () => {
    const first = by({}, '2026-11-01T10:00:00Z').with(
      wrote('/a', 'ctl-001', 'ok'),
      wrote('/a', 'ctl-002', 'ok'),
      wrote('/b', 'ctl-001', 'changed'),
      wrote('/c', 'ctl-001', 'changed', 'keystone : Write it'),
    );
    const check = by({ checkMode: true }, '2026-11-02T10:00:00Z').with(wrote('/a', 'ctl-001', 'changed'));
    const second = by({}, '2026-11-03T10:00:00Z').with(
      // Somebody touched it. On the other host nobody did; on the third it is new.
      wrote('/a', 'ctl-001', 'changed'),
      wrote('/a', 'ctl-002', 'ok'),
      wrote('/a', 'ctl-003', 'changed'),
      wrote('/b', 'ctl-001', 'ok'),
      // Another argument.
      wrote('/d', 'ctl-001', 'changed', 'keystone : Write it'),
    );
    const otherCommit = by({ configurationCommit: 'bbb' }, '2026-11-04T10:00:00Z').with(
      wrote('/a', 'ctl-001', 'changed'),
    );
    await load(otherCommit, second, check, first);
    const expected = {
      service: 'keystone',
      task: 'keystone : Write /a',
      module: 'file',
      run: { uuid: second.id },
      hosts: [{ host: 'ctl-001', previousRun: { uuid: first.id } }],
    };
    expect((await ask(DRIFT, { filter: EVER })).drift).toEqual({ totalCount: 1, nodes: [expected] });
    const found = async (filter: object) =>
      (await ask(DRIFT, { filter: { ...EVER, ...filter } })).drift.totalCount as number;
    expect(await found({ host: 'ctl-001', service: 'keystone', run: second.id, since: '2026-11-03T00:00:00Z' })).toBe(
      1,
    );
    expect(await found({ host: 'ctl-002' })).toBe(0);
    expect(await found({ until: '2026-11-03T00:00:00Z' })).toBe(0);
    expect(await found({ environment: 'kolla' })).toBe(0);
    const ofHost = await ask(DRIFT, { filter: { host: 'ctl-001' } });
    expect(ofHost.drift.totalCount).toBe(1);
    const { errors } = await client.ask(DRIFT, { filter: { run: 'nonsense' } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('names the tasks that change something on every run, and on how many', async () => {
    const runs = [1, 2, 3, 4].map((day) =>
      by({}, `2026-11-0${day}T10:00:00Z`).with(
        wrote('/always', 'ctl-001', 'changed'),
        wrote('/always', 'ctl-002', day === 2 ? 'ok' : 'changed'),
        wrote('/once', 'ctl-001', day === 1 ? 'changed' : 'ok'),
      ),
    );
    // On a host where it did not run, a task has not stopped changing.
    const elsewhere = by({}, '2026-11-05T10:00:00Z').with(wrote('/always', 'ctl-003', 'ok'));
    await load(...runs, elsewhere);
    const always = async (given: string) =>
      (await ask(`{ alwaysChanging${given} { nodes { task hosts { host runs } } } }`)).alwaysChanging.nodes as object[];
    const task = 'keystone : Write /always';
    expect(await always('(runs: 3)')).toEqual([{ task, hosts: [{ host: 'ctl-001', runs: 4 }] }]);
    const both = [
      { host: 'ctl-001', runs: 4 },
      { host: 'ctl-002', runs: 2 },
    ];
    expect(await always('(runs: 2, filter: { service: "keystone", host: "ctl-002" })')).toEqual([
      { task, hosts: both },
    ]);
    expect(await always('(runs: 3, filter: { host: "ctl-002" })')).toEqual([]);
    expect(await always('(runs: 5)')).toEqual([]);
    expect(await always('(filter: { service: "nova" })')).toEqual([]);
  });

  it('names the hosts on which nothing has gone well since a time', async () => {
    const copied = (...hosts: string[]) => aTask({ name: 'keystone : Copy', action: 'file' }).okOn(...hosts);
    const everywhere = by({}, '2026-11-01T10:00:00Z').with(copied('ctl-001', 'ctl-002', 'ctl-003', 'ctl-004'));
    const later = by({}, '2026-11-05T10:00:00Z').with(
      copied('ctl-001').failedOn('ctl-002').on('ctl-004', 'unreachable'),
    );
    const check = by({ checkMode: true }, '2026-11-05T11:00:00Z').with(copied('ctl-003'));
    const looked = by({}, '2026-11-01T11:00:00Z').with(
      aTask({ name: 'Gather facts', action: 'gather_facts', role: null }).okOn('mgr-001'),
    );
    await load(everywhere, later, check, looked);
    const since = async (time: string) => {
      const data = await ask(`{ hosts(filter: { notConvergedSince: "${time}" }) { nodes { name } } }`);
      return (data.hosts.nodes as { name: string }[]).map(({ name }) => name);
    };
    expect(await since('2026-11-02T00:00:00Z')).toEqual(['ctl-002', 'ctl-003', 'ctl-004']);
    expect(await since('2026-11-01T00:00:00Z')).toEqual([]);
  });

  it('names the hosts that have not seen the last deployment of a service', async () => {
    const all = ['ctl-001', 'ctl-002', 'ctl-003'];
    const everywhere = by({}, '2026-11-01T10:00:00Z').with(
      aTask({ name: 'keystone : Copy', action: 'file' }).changedOn(...all),
    );
    const limited = by({ limit: 'ctl-001:ctl-003' }, '2026-11-02T10:00:00Z').with(
      aTask({ name: 'keystone : Copy', action: 'file' }).okOn('ctl-001').on('ctl-003', 'unreachable'),
    );
    const pulled = by({ extraVars: { kolla_action: 'pull' } }, '2026-11-03T10:00:00Z').with(
      aTask({ name: 'keystone : Pull', action: 'kolla_container' }).okOn('ctl-001'),
    );
    await load(everywhere, limited, pulled);
    const data = await ask(`{ hostsBehind(service: "keystone") { totalCount nodes {
      service host lastOutcome deployedBy { uuid } lastDeployedBy { uuid }
    } } }`);
    const behind = { service: 'keystone', deployedBy: { uuid: everywhere.id }, lastDeployedBy: { uuid: limited.id } };
    expect(data.hostsBehind).toEqual({
      totalCount: 2,
      nodes: [
        { ...behind, host: 'ctl-002', lastOutcome: null },
        { ...behind, host: 'ctl-003', lastOutcome: 'unreachable' },
      ],
    });
    expect((await ask('{ hostsBehind(service: "nova") { totalCount } }')).hostsBehind.totalCount).toBe(0);
    expect((await ask('{ hostsBehind(environment: "ceph") { totalCount } }')).hostsBehind.totalCount).toBe(0);
  });

  it('compares what check mode predicted with what then happened', async () => {
    const check = by({ checkMode: true }, '2026-11-01T10:00:00Z').with(
      wrote('/both', 'ctl-001', 'changed'),
      wrote('/only-predicted', 'ctl-001', 'changed'),
      wrote('/surprise', 'ctl-001', 'ok'),
      wrote('/unchecked', 'ctl-001', 'skipped'),
      wrote('/quiet', 'ctl-001', 'ok'),
    );
    const other = by({ extraVars: { kolla_action: 'upgrade' } }, '2026-11-02T10:00:00Z').with(
      wrote('/only-predicted', 'ctl-001', 'changed'),
    );
    const elsewhere = by({}, '2026-11-03T10:00:00Z').with(wrote('/only-predicted', 'ctl-002', 'changed'));
    const next = by({}, '2026-11-04T10:00:00Z').with(
      wrote('/both', 'ctl-001', 'changed'),
      wrote('/both', 'ctl-002', 'changed'),
      wrote('/only-predicted', 'ctl-001', 'ok'),
      wrote('/surprise', 'ctl-001', 'changed'),
      wrote('/unchecked', 'ctl-001', 'changed'),
      wrote('/quiet', 'ctl-001', 'ok'),
    );
    await load(check, other, elsewhere, next);
    const PREDICTION = `query ($run: ID!, $verdict: PredictionVerdict, $after: String) { checkPrediction(checkRun: $run) {
      service happened didNotHappen notPredicted notChecked nextRun { uuid }
      tasks(verdict: $verdict, first: 3, after: $after) {
        totalCount pageInfo { endCursor hasNextPage } nodes { task host verdict }
      }
    } }`;
    const { checkPrediction: found } = await ask(PREDICTION, { run: check.id });
    const told = (path: string, verdict: string) => ({ task: `keystone : Write ${path}`, host: 'ctl-001', verdict });
    expect(found).toMatchObject([
      {
        ...{ service: 'keystone', happened: 1, didNotHappen: 1, notPredicted: 1, notChecked: 1 },
        nextRun: { uuid: next.id },
        tasks: {
          totalCount: 4,
          nodes: [
            told('/both', 'happened'),
            told('/only-predicted', 'did_not_happen'),
            told('/surprise', 'not_predicted'),
          ],
        },
      },
    ]);
    const after = found[0].tasks.pageInfo.endCursor as string;
    const more = await ask(PREDICTION, { run: check.id, after });
    expect(more.checkPrediction[0].tasks).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [told('/unchecked', 'not_checked')],
    });
    const surprises = await ask(PREDICTION, { run: check.id, verdict: 'not_predicted' });
    expect(surprises.checkPrediction[0].tasks.nodes).toEqual([told('/surprise', 'not_predicted')]);
    expect((await ask(PREDICTION, { run: next.id })).checkPrediction).toEqual([]);
    const { errors } = await client.ask(PREDICTION, { run: 'nonsense' });
    expect(errors).toMatchObject([{ message: '"checkRun" is not the id of a run.' }]);
  });

  it('finds in the recorded runs what a careful person would', async () => {
    const runs = new Map<string, string>();
    const { url, token } = client;
    // The last one first: nothing may depend on the order in which runs come.
    for (const [name, file] of [...RECORDINGS].reverse()) {
      runs.set(name, (await loadRecording(file, { url, token })).runId);
    }
    await ended(runs.size);
    // Keystone was reconfigured, with nothing new to configure; the upgrade brought other images.
    const drifted = ['keystone : Running Keystone bootstrap container', 'keystone : Run key distribution'].map(
      (task) => ({
        service: 'keystone',
        task,
        module: task.endsWith('container') ? 'kolla_container' : 'command',
        run: { uuid: runs.get('kolla-2-reconfigure-keystone') },
        hosts: [{ host: 'ctl-001', previousRun: { uuid: runs.get('kolla-1-deploy') } }],
      }),
    );
    const known = runs.has('kolla-1-deploy') && runs.has('kolla-2-reconfigure-keystone');
    const { drift } = await ask(DRIFT, { filter: EVER });
    expect(drift.nodes).toHaveLength(known ? 2 : 0);
    expect(drift.nodes).toEqual(known ? expect.arrayContaining(drifted) : []);
    const { hostsBehind } = await ask('{ hostsBehind { nodes { service host imageTag lastImageTags } } }');
    expect(hostsBehind.nodes).toEqual(
      known
        ? [
            {
              service: 'memcached',
              host: 'ctl-003',
              imageTag: '2023.2-ubuntu-jammy',
              lastImageTags: ['2023.2-ubuntu-jammy-20260115'],
            },
          ]
        : [],
    );
    // Nobody has deployed rabbitmq since it was checked.
    const { checkPrediction } = await ask(
      `query ($run: ID!) { checkPrediction(checkRun: $run) { service happened nextRun { uuid } } }`,
      { run: runs.get('kolla-4-check-rabbitmq-failed') },
    );
    expect(checkPrediction).toEqual(
      ['loadbalancer', 'rabbitmq'].map((service) => ({ service, happened: 0, nextRun: null })),
    );
  });
});
