import { generateKeyPairSync } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { parseRetention, type RetentionRule } from '#config';
import { ensurePartitions } from '#database';
import { appendBatch, RunDropped } from '#ledger';
import type { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { rebuildAll } from '../../apps/worker/src/rebuild/rebuild.js';
import { applyRetention } from '../../apps/worker/src/retention/apply-retention.js';
import { findDueMonths } from '../../apps/worker/src/retention/find-due-runs.js';
import { aBatch, aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { projectionOf } from '../support/projections.js';
import { TestLedger } from '../support/test-ledger.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const { privateKey: key } = generateKeyPairSync('ed25519');
const DETAILS = ['task_result', 'result_diff'];

function policy(text: string): RetentionRule[] {
  const rules = parseRetention(text);
  if (rules === null) throw new Error(`${text} is no policy`);
  return rules;
}

/** A deployment with a result of every kind that details are kept of. */
function aDeployment(startedAt: string, labels: string[] = []): RunBuilder {
  const diff = { changed: true, diff: { before: 'a\n', after: 'b\n' } };
  const task = aTask().on('ctl-001', 'changed', { result: diff }).okOn('ctl-002').failedOn('ctl-003');
  return aRun({ labels }, new Date(startedAt)).with(task);
}

async function makeMonths(dataSource: DataSource, ...months: string[]): Promise<void> {
  for (const month of months) await ensurePartitions(dataSource, new Date(`${month}-02T00:00:00Z`), 0);
}

describe('retention', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;

  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
    await makeMonths(dataSource, '2026-01', '2026-02', '2026-10');
  });
  afterEach(() => ledger.drop());

  /** Sends runs, which were last heard of when they started. */
  const load = async (...runs: RunBuilder[]) => {
    for (const run of runs) {
      await ledger.append(run.id, run.events());
      await projector.project(run.id);
      const [{ occurredAt } = { occurredAt: '' }] = run.events();
      await dataSource.query(`UPDATE ledger_run SET last_seen_at = $2 WHERE run_id = $1`, [run.id, occurredAt]);
    }
  };
  const apply = (rules: RetentionRule[]) => applyRetention(dataSource, key, { rules, now: NOW, by: 'test' });
  const batchesOf = async ({ id }: RunBuilder) =>
    (await dataSource.query<object[]>(`SELECT FROM ledger_batch WHERE run_id = $1`, [id])).length;
  const tables = async () =>
    (
      await dataSource.query<{ name: string }[]>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname ~ '(ledger_batch|task_result)_' ORDER BY 1`,
      )
    ).map(({ name }) => name);
  /** What is kept of a run when its details are gone. */
  const withoutDetails = (all: Record<string, unknown[]>) =>
    Object.fromEntries(Object.entries(all).map(([table, rows]) => [table, DETAILS.includes(table) ? [] : rows]));

  it('drops the partitions of a month that is older, and keeps what its runs were and did', async () => {
    const [old, young] = [aDeployment('2026-01-10T08:00:00Z'), aDeployment('2026-10-10T08:00:00Z')];
    await load(old, young);
    const [before, beside] = [await projectionOf(dataSource, old.id), await projectionOf(dataSource, young.id)];
    expect(before).toMatchObject({ task_result: [{}, {}, {}], result_diff: [{}], failure: [{}] });

    expect(await findDueMonths(dataSource, policy('90d'), NOW)).toEqual([
      { month: '2026-01', runs: 1, results: 3, kept: 0 },
    ]);
    const applied = await apply(policy('90d'));
    expect(applied).toMatchObject({ runs: 1, results: 3 });
    expect(applied?.partitions.map(({ name, how }) => `${name} ${how}`)).toEqual(
      ['ledger_batch', 'result_diff', 'task_result'].map((table) => `${table}_2026_01 dropped`),
    );
    const left = await tables();
    expect(left).not.toContain('task_result_2026_01');
    expect(left).toContain('task_result_2026_02');
    expect(await projectionOf(dataSource, old.id)).toEqual(withoutDetails(before));
    expect(await projectionOf(dataSource, young.id)).toEqual(beside);
    expect([await batchesOf(old), await batchesOf(young)]).toEqual([0, 1]);

    expect(await apply(policy('90d'))).toEqual({ runs: 0, results: 0, partitions: [] });
    await rebuildAll(dataSource, projector, () => undefined);
    expect(await projectionOf(dataSource, old.id)).toEqual(withoutDetails(before));
    expect(await projectionOf(dataSource, young.id)).toEqual(beside);
  });

  it('keeps runs longer or shorter by label and environment, and puts the rest in the place of the partition', async () => {
    const plain = aDeployment('2026-01-10T08:00:00Z');
    const audited = aDeployment('2026-01-11T08:00:00Z', ['ci', 'audit']);
    const test = aDeployment('2026-10-10T08:00:00Z', ['ci']);
    const young = aDeployment('2026-10-11T08:00:00Z');
    await load(plain, audited, test, young);
    const kept = [audited, young];
    const before = await Promise.all(kept.map(({ id }) => projectionOf(dataSource, id)));

    const rules = policy('90d, label:ci=10d, label:audit=forever');
    expect(await findDueMonths(dataSource, rules, NOW)).toMatchObject([
      { month: '2026-01', runs: 1, kept: 1 },
      { month: '2026-10', runs: 1, kept: 1 },
    ]);
    const applied = await apply(rules);
    expect(new Set(applied?.partitions.map(({ how }) => how))).toEqual(new Set(['rewritten']));
    expect(await Promise.all(kept.map(({ id }) => projectionOf(dataSource, id)))).toEqual(before);
    expect(await Promise.all([plain, audited, test, young].map(batchesOf))).toEqual([0, 1, 0, 1]);
    expect((await tables()).filter((name) => /dropped|rest/.test(name))).toEqual([]);
    // A rebuild finds what it needs, and the partition takes rows as before.
    await rebuildAll(dataSource, projector, () => undefined);
    expect(await Promise.all(kept.map(({ id }) => projectionOf(dataSource, id)))).toEqual(before);
    const next = aDeployment('2026-10-12T08:00:00Z');
    await load(next);
    expect(
      await dataSource.query(`SELECT tableoid::regclass AS name FROM task_result WHERE run_id = $1 LIMIT 1`, [next.id]),
    ).toEqual([{ name: 'task_result_2026_10' }]);
  });

  it('leaves the rest of a partition where somebody has put it, with all that was set for it', async () => {
    const [dropped, kept] = [aDeployment('2026-01-10T08:00:00Z'), aDeployment('2026-01-11T08:00:00Z', ['audit'])];
    await load(dropped, kept);
    const asSuperuser = await ledger.superuser();
    const { rows } = await asSuperuser.query<{ place: string; name: string; owner: string }>(
      `SELECT current_setting('data_directory') AS place, current_database() AS name,
         (SELECT datdba::regrole FROM pg_database WHERE datname = current_database()) AS owner`,
    );
    const [{ place, name, owner }] = rows as [(typeof rows)[0]];
    const [cold, reader] = [`cold_${name}`, `reader_${name}`];
    const directory = mkdtempSync(join(tmpdir(), 'playledger-cold-'));
    // Started by root, the embedded Postgres runs as another user.
    chownSync(directory, statSync(place).uid, statSync(place).gid);
    const settings = async () =>
      dataSource.query(
        `SELECT part.relkind, coalesce(space.spcname, 'default') AS tablespace, part.reloptions,
           part.relreplident AS "replicaIdentity", obj_description(part.oid, 'pg_class') AS comment,
           ARRAY(
             SELECT format('%s %s %s', acl.privilege_type, acl.grantee::regrole, acl.is_grantable)
             FROM aclexplode(part.relacl) AS acl
             WHERE acl.grantee <> part.relowner ORDER BY 1
           ) AS grants,
           ARRAY(
             SELECT format('%s %s %s %s %s', attname, attstattarget, attoptions, attstorage, attacl)
             FROM pg_attribute WHERE attrelid = part.oid AND attnum > 0 ORDER BY attnum
           ) AS columns,
           (SELECT toast.reloptions FROM pg_class AS toast WHERE toast.oid = part.reltoastrelid) AS toast
         FROM pg_class AS part
         LEFT JOIN pg_tablespace AS space ON space.oid = part.reltablespace
         WHERE part.oid = 'task_result_2026_01'::regclass
           OR part.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'task_result_2026_01'::regclass)
         ORDER BY part.relkind, columns`,
      );
    try {
      await asSuperuser.query(`CREATE TABLESPACE ${cold} LOCATION '${directory}'`);
      await asSuperuser.query(`CREATE ROLE ${reader}`);
      for (const statement of [
        `ALTER TABLE task_result_2026_01 SET TABLESPACE ${cold}`,
        `ALTER INDEX task_result_2026_01_pkey SET TABLESPACE ${cold}`,
        `ALTER INDEX task_result_2026_01_pkey SET (fillfactor = 55)`,
        `ALTER TABLE task_result_2026_01 SET (fillfactor = 60, autovacuum_enabled = false, toast.autovacuum_enabled = false)`,
        `ALTER TABLE task_result_2026_01 ALTER COLUMN host_id SET STATISTICS 500`,
        `ALTER TABLE task_result_2026_01 ALTER COLUMN host_id SET (n_distinct = 42)`,
        `ALTER TABLE task_result_2026_01 ALTER COLUMN message SET STORAGE EXTERNAL`,
        `ALTER TABLE task_result_2026_01 REPLICA IDENTITY FULL`,
        `GRANT SELECT ON task_result_2026_01 TO ${reader} WITH GRANT OPTION`,
        `GRANT UPDATE (message) ON task_result_2026_01 TO ${reader}`,
        `COMMENT ON TABLE task_result_2026_01 IS 'on the slow disks, it''s cold'`,
      ]) {
        await asSuperuser.query(statement);
      }
      const before = await settings();
      expect(before).toContainEqual(expect.objectContaining({ relkind: 'r', tablespace: cold }));
      expect(before).toContainEqual(expect.objectContaining({ tablespace: cold, reloptions: ['fillfactor=55'] }));

      await expect(apply(policy('90d, label:audit=forever'))).rejects.toThrow(
        `GRANT CREATE ON TABLESPACE ${cold} TO CURRENT_USER`,
      );
      await asSuperuser.query(`GRANT CREATE ON TABLESPACE ${cold} TO ${owner}`);
      const applied = await apply(policy('90d, label:audit=forever'));
      expect(applied?.partitions).toContainEqual(
        expect.objectContaining({ name: 'task_result_2026_01', how: 'rewritten' }),
      );
      expect(await settings()).toEqual(before);
      expect([await batchesOf(dropped), await batchesOf(kept)]).toEqual([0, 1]);
    } finally {
      await dataSource.query(`DROP TABLE IF EXISTS task_result_2026_01, dropped_task_result_2026_01`);
      await asSuperuser.query(`DROP OWNED BY ${reader}`);
      await asSuperuser.query(`DROP ROLE ${reader}`);
      await asSuperuser.query(`DROP TABLESPACE ${cold}`);
      await asSuperuser.end();
      rmSync(directory, { recursive: true });
    }
  });

  it('empties the default partition of runs whose month has none', async () => {
    const [lost, young] = [aDeployment('2024-05-10T08:00:00Z'), aDeployment('2026-07-10T08:00:00Z')];
    await load(lost, young);
    expect((await apply(policy('365d')))?.partitions[0]?.how).toBe('rewritten');
    expect([await batchesOf(lost), await batchesOf(young)]).toEqual([0, 1]);
    expect((await apply(policy('30d')))?.partitions[0]?.how).toBe('dropped');
    expect(await batchesOf(young)).toBe(0);
    await load(aDeployment('2024-05-10T08:00:00Z'));
  });

  it('keeps what is not folded yet, and what has come lately whatever its clock says', async () => {
    const [waiting, late] = [aDeployment('2026-01-10T08:00:00Z'), aDeployment('2026-01-10T08:00:00Z')];
    await load(waiting, late);
    await dataSource.query(`UPDATE ledger_run SET settled = 0 WHERE run_id = $1`, [waiting.id]);
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = $2 WHERE run_id = $1`, [late.id, NOW]);
    expect(await apply(policy('90d'))).toMatchObject({ runs: 0 });
    expect(await findDueMonths(dataSource, policy('90d'), NOW)).toEqual([]);
  });

  it('keeps a run that comes late to a month that is just being dropped', async () => {
    const [old, late] = [aDeployment('2026-01-10T08:00:00Z'), aDeployment('2026-01-11T08:00:00Z')];
    await load(old);
    const upload = dataSource.createQueryRunner();
    await upload.startTransaction();
    await upload.query(`INSERT INTO ledger_run (run_id, batches) VALUES ($1, 1)`, [late.id]);
    await upload.query(
      `INSERT INTO ledger_batch SELECT $1, batch_no, seqs, inflated_bytes, body, received_at, body_digest, link
       FROM ledger_batch WHERE run_id = $2`,
      [late.id, old.id],
    );
    const applied = apply(policy('90d'));
    // It has looked, and waits for the partition.
    await eventually(async () => {
      const waiting = await dataSource.query<object[]>(
        `SELECT FROM pg_locks WHERE NOT granted AND relation IN ('ledger_batch'::regclass, 'ledger_batch_2026_01'::regclass)`,
      );
      return waiting.length > 0;
    });
    await upload.commitTransaction();
    await upload.release();
    expect((await applied)?.partitions[0]).toMatchObject({ name: 'ledger_batch_2026_01', how: 'rewritten' });
    expect([await batchesOf(old), await batchesOf(late)]).toEqual([0, 1]);
  });

  it('takes no more events of a run that is dropped', async () => {
    const old = aDeployment('2026-01-10T08:00:00Z');
    await load(old);
    await apply(policy('90d'));
    const batch = aBatch(old.events());
    await expect(appendBatch(dataSource, old.id, batch.seqs, batch.body)).rejects.toThrow(RunDropped);
  });

  it('goes on where a worker died', async () => {
    const old = aDeployment('2026-01-10T08:00:00Z');
    await load(old);
    // Marked, one partition detached, and then killed.
    await dataSource.query(
      `INSERT INTO retention_drop (id, dropped_at, runs, results, policy, digest, public_key, signature)
       VALUES (1, now(), 1, 3, '90d', 'signed', 'signed', 'signed')`,
    );
    await dataSource.query(`UPDATE ledger_run SET details_dropped_at = (SELECT dropped_at FROM retention_drop)`);
    await dataSource.query(`ALTER TABLE ledger_batch DETACH PARTITION ledger_batch_2026_01`);
    await dataSource.query(`ALTER TABLE ledger_batch_2026_01 RENAME TO dropped_ledger_batch_2026_01`);
    expect(await apply([])).toMatchObject({ runs: 1, results: 3 });
    expect((await projectionOf(dataSource, old.id)).task_result).toEqual([]);
    expect((await tables()).filter((name) => name.includes('2026_01'))).toEqual([]);
    expect(await dataSource.query(`SELECT FROM retention_drop WHERE finished_at IS NULL`)).toEqual([]);
  });
});

describe('dropping a large month', () => {
  let product: Product;
  let dataSource: DataSource;

  beforeAll(async () => {
    product = await Product.start();
    dataSource = await product.database.connect();
  });
  afterAll(() => product.stop());

  it('takes less than a second, and no upload fails meanwhile', async () => {
    await makeMonths(dataSource, '2025-03');
    const ids = `SELECT ('01955000-0000-7000-8000-' || lpad(to_hex(run), 12, '0'))::uuid AS id
      FROM generate_series(1, 50) AS run`;
    await dataSource.query(
      `INSERT INTO ledger_run (run_id, batches, settled, last_seen_at) SELECT id, 20, 20, '2025-03-01' FROM (${ids})`,
    );
    await dataSource.query(
      // What proves a batch is of no matter here.
      `INSERT INTO ledger_batch (run_id, batch_no, seqs, inflated_bytes, body, body_digest, link)
       SELECT id, batch_no, '{}', 100000, decode(repeat(md5(batch_no::text), 1000), 'hex'), '', ''
       FROM (${ids}), generate_series(1, 20) AS batch_no`,
    );
    await dataSource.query(`INSERT INTO host (name) VALUES ('ctl-001')`);
    await dataSource.query(
      `INSERT INTO task_result (run_id, seq, host_id, status, ignored, rescued, occurred_at, batch_no, position)
       SELECT runs.id, seq, host.id, 'ok', false, false, '2025-03-01', 1, 1
       FROM (${ids}) AS runs, host, generate_series(1, 4000) AS seq`,
    );

    let stopped = false;
    const statuses: number[] = [];
    const waits: number[] = [];
    const upload = async () => {
      while (!stopped) {
        const run = aDeployment(new Date().toISOString());
        const started = performance.now();
        statuses.push((await product.client.upload(run.id, run.events())).status);
        waits.push(performance.now() - started);
      }
    };
    const uploads = [upload(), upload()];
    while (statuses.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    const applied = await applyRetention(dataSource, key, { rules: policy('90d'), now: new Date(), by: 'test' });
    const during = statuses.length;
    while (statuses.length < during + 20) await new Promise((resolve) => setTimeout(resolve, 10));
    stopped = true;
    await Promise.all(uploads);

    expect(applied).toMatchObject({ runs: 50 });
    const lockedMs = applied?.partitions.map((partition) => partition.lockedMs) ?? [];
    expect(lockedMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1_000);
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(Math.max(...waits)).toBeLessThan(5_000);
    expect(await dataSource.query(`SELECT to_regclass('task_result_2025_03') AS name`)).toEqual([{ name: null }]);
  });
});
