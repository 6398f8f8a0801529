import { generateKeyPairSync } from 'node:crypto';
import { parseRetention } from '#config';
import { applyRetention } from '../../apps/worker/src/retention/apply-retention.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { playledger } from '../support/command-line.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

const DROPPED = `query ($filter: ChangeFilter) {
  droppedChanges(filter: $filter) { runs firstStartedAt lastStartedAt lastDroppedAt }
}`;

const aChange = (environment: string, host: string, startedAt: string, checkMode = false) =>
  aRun({ environment: { ENVIRONMENT: environment }, checkMode }, new Date(startedAt)).with(aTask().changedOn(host));

describe('changes that retention dropped', () => {
  const kolla = aChange('kolla', 'ctl-001', '2026-01-10T08:00:00.000Z');
  const ceph = aChange('ceph', 'ceph-001', '2026-02-10T08:00:00.000Z');
  const check = aChange('kolla', 'ctl-001', '2026-01-11T08:00:00.000Z', true);
  const idle = aRun({}, new Date('2026-01-12T08:00:00Z')).with(aTask().okOn('ctl-001'));
  const young = aChange('kolla', 'ctl-001', new Date().toISOString());
  const runs = [kolla, ceph, check, idle, young];
  let product: Product;
  let client: ApiClient;
  let droppedAt: string;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const run of runs) await client.upload(run.id, run.events());
    const dataSource = await product.database.connect();
    await eventually(async () => {
      const derived = await dataSource.query<object[]>(`SELECT FROM run WHERE derived_at IS NOT NULL`);
      return derived.length === runs.length;
    }, 30);
    expect(await droppedBy(client)).toBeNull();
    // Last heard of when they began.
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = '2026-02-10' WHERE run_id <> $1`, [young.id]);
    const { privateKey } = generateKeyPairSync('ed25519');
    await applyRetention(dataSource, privateKey, { rules: parseRetention('90d') ?? [], now: new Date(), by: 'test' });
    const { data } = await client.ask('query ($id: ID!) { run(id: $id) { detailsDroppedAt } }', { id: kolla.id });
    droppedAt = data.run.detailsDroppedAt;
  });
  afterAll(() => product.stop());

  const droppedBy = async (asker: ApiClient, filter: object | null = null) => {
    const { data, errors } = await asker.ask(DROPPED, { filter });
    expect(errors).toBeUndefined();
    return data.droppedChanges as { runs: number; firstStartedAt: string; lastStartedAt: string } | null;
  };

  it('are counted by their runs, with when those began and when it was', async () => {
    expect(await droppedBy(client)).toEqual({
      runs: 2,
      firstStartedAt: '2026-01-10T08:00:00.000Z',
      lastStartedAt: '2026-02-10T08:00:00.000Z',
      lastDroppedAt: droppedAt,
    });
    // What is listed, and what is counted.
    const { data } = await client.ask('{ changes { totalCount } changeCounts(by: host) { key changes } }');
    expect(data.changes.totalCount).toBe(1);
    expect(data.changeCounts).toEqual([
      { key: 'ctl-001', changes: 2 },
      { key: 'ceph-001', changes: 1 },
    ]);
  });

  it.each([
    [{ checkMode: true }, 1],
    [{ host: 'ctl-001' }, 1],
    [{ host: 'ctl-009' }, 0],
    [{ service: 'keystone' }, 2],
    [{ service: 'nova' }, 0],
    [{ environment: 'ceph' }, 1],
    [{ task: 'keystone : Check containers', role: 'keystone', module: 'kolla_container' }, 2],
    [{ since: '2026-02-01T00:00:00Z' }, 1],
    [{ until: '2026-02-01T00:00:00Z' }, 1],
    [{ since: '2026-03-01T00:00:00Z' }, 0],
    [{ run: ceph.id }, 1],
    [{ run: young.id }, 0],
  ])('by the filter of changes %j', async (filter, runsFound) => {
    expect((await droppedBy(client, filter))?.runs ?? 0).toBe(runsFound);
  });

  const exported = async (file: string, asker = client) => {
    const headers = { authorization: `Bearer ${asker.token}` };
    const response = await fetch(`${asker.url}/api/export/${file}`, { headers });
    expect(response.status).toBe(200);
    return (await response.text()).trimEnd().split(/\r?\n/);
  };

  it('are told of in the last line of an export', async () => {
    const lines = await exported('changes.csv');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(young.id);
    expect(lines[2]).toBe(
      '"# Incomplete: retention removed the details of 2 runs, started from 2026-01-10T08:00:00.000Z to ' +
        `2026-02-10T08:00:00.000Z, the last at ${droppedAt}. Their changes are no longer listed."${','.repeat(15)}`,
    );
    const [change, remark] = (await exported('changes.jsonl')).map((line) => JSON.parse(line) as object);
    expect(change).toMatchObject({ run: young.id });
    expect(remark).toEqual({ droppedChanges: await droppedBy(client) });
  });

  it('are told of at the command line, and beside what a program reads', async () => {
    const remark = 'Incomplete: retention removed the details of 2 runs, started from 2026-01-10 08:00:00 to';
    const shown = await playledger(client, ['changes'], { TZ: 'UTC' });
    expect(shown.out).toContain(`\n\n${remark}`);
    const { out, err } = await playledger(client, ['changes', '--json'], { TZ: 'UTC' });
    expect(JSON.parse(out)).toMatchObject([{ run: { uuid: young.id } }]);
    expect(err).toContain(remark);
    const { out: later } = await playledger(client, ['changes', '--since', '2026-03-01']);
    expect(later).not.toContain('Incomplete');
  });

  it('are told of in an export by its filter, and of nothing else', async () => {
    expect((await exported('changes.csv?environment=ceph'))[1]).toContain('the details of 1 run, started');
    expect(await exported('changes.csv?since=2026-03-01')).toHaveLength(2);
    expect(await exported(`changes.jsonl?run=${young.id}`)).toHaveLength(1);
    // Deployments are kept.
    expect((await exported('deployments.jsonl')).join('')).not.toContain('dropped');
    const { client: scoped } = await withToken(client, { role: 'auditor', environments: ['ceph'] });
    const [remark] = (await exported('changes.jsonl', scoped)).map((line) => JSON.parse(line) as object);
    expect(remark).toEqual({ droppedChanges: expect.objectContaining({ runs: 1 }) });
  });

  it('are told of within the scope of who asks', async () => {
    const { client: scoped } = await withToken(client, { role: 'viewer', environments: ['ceph'] });
    expect(await droppedBy(scoped)).toMatchObject({ runs: 1, firstStartedAt: '2026-02-10T08:00:00.000Z' });
    expect(await droppedBy(scoped, { host: 'ctl-001' })).toBeNull();
    expect(await droppedBy(scoped, { run: kolla.id })).toBeNull();
    const { client: other } = await withToken(client, { role: 'auditor', labels: ['nobody'] });
    expect(await droppedBy(other)).toBeNull();
  });
});
