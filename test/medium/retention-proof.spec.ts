import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { DataSource, EntityManager } from 'typeorm';
import { parseRetention } from '#config';
import { ensurePartitions } from '#database';
import {
  exportedLedger,
  restartSeals,
  sealLedger,
  signStoredRetention,
  storedLedger,
  verifyLedger,
  withLedgerSnapshot,
  type SealFiles,
} from '#ledger';
import { SignRetention1795590000000 } from '../../migrations/1795590000000-sign-retention.js';
import { applyRetention } from '../../apps/worker/src/retention/apply-retention.js';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { refuseCanary } from '../support/canary.mjs';
import { Product } from '../support/product.js';
import { madeKey, sealFilesIn } from '../support/seal-files.js';
import { withToken } from '../support/tokens.js';

const DAY_MS = 86_400_000;
const BATCHES = 3;
const SECRETS = ['hunter2-before', 'hunter2-after'] as const;
const POLICY = '90d, label:audit=forever';
const LEDGER_COMMAND = join(process.cwd(), 'dist/apps/worker/src/ledger-command/main.js');

/** What somebody does who owns the database. */
type Change = string | ((tx: EntityManager) => Promise<void>);

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

describe('a ledger of which retention has taken a part', () => {
  const directory = mkdtempSync(join(tmpdir(), 'playledger-retention-'));
  const [before, after] = [join(directory, 'before.gz'), join(directory, 'after.gz')];
  let product: Product;
  let dataSource: DataSource;
  let key: KeyObject;
  let files: SealFiles;

  /** Each with two secrets that the plugin did not know. */
  const aDeployment = (days: number, labels: string[] = []) =>
    aRun({ labels }, daysAgo(days)).with(
      aTask().okOn('ctl-001', 'ctl-002', 'ctl-003'),
      ...SECRETS.map((secret) => aTask().failedOn('ctl-001', `wrong password ${secret}`)),
    );
  const old = [aDeployment(400), aDeployment(400)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first, second] = old as [RunBuilder, RunBuilder];
  const [audited, young] = [aDeployment(400, ['audit']), aDeployment(1)];

  beforeAll(async () => {
    product = await Product.start();
    dataSource = await product.database.connect();
    files = sealFilesIn(product.dataDir);
    key = await madeKey(dataSource, files);
    await ensurePartitions(dataSource, daysAgo(400), 0);
    for (const run of [...old, audited, young]) await upload(run);
    await sealLedger(dataSource, files);
  });
  afterAll(async () => {
    await product.stop();
    rmSync(directory, { recursive: true });
  });

  /** In batches, of which the last was heard when the run was. */
  async function upload(run: RunBuilder): Promise<void> {
    const events = run.events();
    const size = Math.ceil(events.length / BATCHES);
    for (let from = 0; from < events.length; from += size) {
      expect((await product.client.upload(run.id, events.slice(from, from + size))).status).toBe(202);
    }
    await eventually(async () => {
      const [{ settled } = { settled: 0 }] = await dataSource
        .query<{ settled: number }[]>(`UPDATE ledger_run SET last_seen_at = $2 WHERE run_id = $1 RETURNING settled`, [
          run.id,
          events[0]?.occurredAt,
        ])
        .then(([rows]) => rows as unknown as { settled: number }[]);
      return settled === BATCHES;
    });
  }
  const ledgerCommand = (args: string[], { input = '', env = {} }: { input?: string; env?: object } = {}) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [LEDGER_COMMAND, ...args], {
      env: { ...process.env, DATABASE_URL: product.database.url, PLAYLEDGER_DATA_DIR: product.dataDir, ...env },
      input,
      encoding: 'utf8',
    });
    refuseCanary('the command', stdout + stderr);
    return { said: stdout + stderr, status };
  };
  const redact = (secret: string) => {
    expect(ledgerCommand(['redact', '--reason', 'Ticket 42'], { input: secret }).status).toBe(0);
  };
  const batchesLeft = async () => {
    const rows = await dataSource.query<{ id: string; batches: number }[]>(
      `SELECT run_id AS id, count(*)::integer AS batches FROM ledger_batch GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ id, batches }) => [id, batches]));
  };
  const verify = () => verifyLedger(storedLedger(dataSource));
  /** Does what nobody should, and takes it back. */
  async function tamper<T>(change: Change, look: (tx: EntityManager) => T) {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await (typeof change === 'string' ? runner.query(change) : change(runner.manager));
      return await look(runner.manager);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
  const findingsAfter = (change: Change) =>
    tamper(change, async (tx) => (await verifyLedger(storedLedger(tx))).findings);
  const batch = ({ id }: RunBuilder, number: number) => `run ${id} batch ${number}`;
  const isRun = ({ id }: RunBuilder) => `run_id = '${id}'`;

  it('loses nothing without the key that signs what goes', async () => {
    const { said, status } = ledgerCommand(['retention', '--policy', POLICY], { env: { SEAL_KEY_FILE: '/dev/null' } });
    expect(status).not.toBe(0);
    expect(said).toContain('Retention drops nothing without the key that signs what it drops');
    expect(Object.values(await batchesLeft())).toEqual([3, 3, 3, 3]);
    expect(await dataSource.query(`SELECT FROM retention_drop`)).toEqual([]);
  });

  it('proves itself, and names what was taken away by which rules', async () => {
    redact(SECRETS[0]);
    expect(ledgerCommand(['export', before]).status).toBe(0);
    expect(ledgerCommand(['retention', '--policy', POLICY])).toMatchObject({ status: 0 });
    expect(await batchesLeft()).toEqual({ [audited.id]: BATCHES, [young.id]: BATCHES });

    const day = daysAgo(400).toISOString().slice(0, 10);
    const named = new RegExp(`Retention 1 at .* removed 2 runs up to ${second.id} \\(${day}\\): ${POLICY}`);
    for (const args of [['verify'], ['verify', '--against', before]]) {
      const { said, status } = ledgerCommand(args);
      expect({ args, status, said }).toEqual({ args, status: 0, said: expect.stringMatching(named) });
    }
    ledgerCommand(['export', after]);
    for (const offline of [[], ['--against', before]]) {
      expect(ledgerCommand(['verify', '--offline', after, ...offline])).toMatchObject({
        status: 0,
        said: expect.stringMatching(named),
      });
    }
    const verdict = await verify();
    expect(verdict).toMatchObject({ dropped: 2, batches: 2 * BATCHES, retentions: [{ id: 1, policy: POLICY }] });
    expect(await verifyLedger(exportedLedger(after))).toEqual(verdict);
    expect((await verifyLedger(storedLedger(dataSource), { keys: verdict.fingerprints })).findings).toEqual([]);
    // A seal that comes later tells of the dropped runs as they were.
    await dataSource.query(`DELETE FROM ledger_seal_run`);
    await dataSource.query(`DELETE FROM ledger_seal`);
    await restartSeals(dataSource, files, { reason: 'The seals are gone', by: 'test' });
    expect((await verify()).findings).toEqual([]);
  });

  it('tells auditors of it', async () => {
    const { client } = await withToken(product.client, { role: 'auditor' });
    const { data } = await client.ask(`{
      retentions { totalCount nodes { id policy runs results isSigned droppedAt finishedAt } }
      auditLog(filter: { action: ["retention.applied"] }) { nodes { actor subject details } }
      exports: auditLog(filter: { action: ["export.ledger"] }) { nodes { actor subject } }
    }`);
    expect(data.exports.nodes).toEqual([after, before].map((subject) => ({ actor: 'command line', subject })));
    expect(data.retentions).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: '1',
          policy: POLICY,
          runs: 2,
          results: 10,
          isSigned: true,
          droppedAt: expect.any(String),
          finishedAt: expect.any(String),
        },
      ],
    });
    const details = { runs: 2, results: 10, policy: POLICY };
    expect(data.auditLog.nodes).toEqual([{ actor: 'command line', subject: 'retention 1', details }]);
    const viewer = await withToken(product.client, { role: 'viewer' });
    expect(await viewer.client.ask('{ retentions { totalCount } }')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('may be redacted, and redacted ledgers be dropped', async () => {
    redact(SECRETS[1]);
    const verdict = await verify();
    expect(verdict).toMatchObject({ findings: [], dropped: 2, retentions: [{ id: 1 }] });
    // The first one changed batches that are gone now.
    expect(verdict.redactions.map(({ batches }) => batches.length)).toEqual([4, 2]);
  });

  it('misses what retention did not take, or took more than it says', async () => {
    const changed = { where: 'retention 1', what: 'was changed' };
    const missing = 'is missing: the run has more batches';
    const other = generateKeyPairSync('ed25519').privateKey;
    const changes: [Change, { where: string; what: unknown }[]][] = [
      [`UPDATE retention_drop SET policy = '1d'`, [changed]],
      [`UPDATE retention_drop SET dropped_at = dropped_at + interval '1 microsecond'`, [changed]],
      [`UPDATE retention_drop_run SET batches = 2 WHERE ${isRun(first)}`, [changed]],
      [`DELETE FROM retention_drop_run WHERE ${isRun(second)}`, [changed]],
      [
        `UPDATE retention_drop SET signature = sha256('x') || sha256('y')`,
        [{ where: 'retention 1', what: 'is not signed by the key that it names' }],
      ],
      [`UPDATE retention_drop SET id = 2`, [{ where: 'retention 1', what: expect.stringContaining('is missing') }]],
      [
        `DELETE FROM retention_drop`,
        [
          { where: batch(first, 1), what: missing },
          { where: batch(second, 1), what: missing },
        ],
      ],
      // Deleted by somebody who says that it was retention.
      [
        `WITH gone AS (DELETE FROM ledger_batch WHERE ${isRun(audited)})
         UPDATE ledger_run SET details_dropped_at = (SELECT dropped_at FROM retention_drop) WHERE ${isRun(audited)}`,
        [{ where: batch(audited, 1), what: missing }],
      ],
      [
        `WITH gone AS (DELETE FROM ledger_batch WHERE ${isRun(audited)})
         INSERT INTO retention_drop_run SELECT 1, run_id, batches, head FROM ledger_run WHERE ${isRun(audited)}`,
        [changed, { where: batch(audited, 1), what: missing }],
      ],
      [
        `WITH gone AS (DELETE FROM ledger_batch WHERE ${isRun(audited)}), named AS (
           INSERT INTO retention_drop_run SELECT 2, run_id, batches, head FROM ledger_run WHERE ${isRun(audited)}
         ) INSERT INTO retention_drop SELECT now(), now(), 1, 1, '1d', 2, digest, public_key, signature FROM retention_drop`,
        [
          { where: 'retention 2', what: 'was changed' },
          { where: batch(audited, 1), what: missing },
        ],
      ],
      [
        `DELETE FROM ledger_batch WHERE ${isRun(audited)} AND batch_no = 3`,
        [{ where: batch(audited, 3), what: missing }],
      ],
      // Of runs that were dropped.
      [
        `DELETE FROM ledger_run WHERE ${isRun(first)}`,
        [{ where: batch(first, 3), what: 'belongs to a run that is not in the ledger' }],
      ],
      [`UPDATE ledger_run SET batches = 4 WHERE ${isRun(first)}`, [{ where: batch(first, 4), what: missing }]],
      [
        `UPDATE ledger_run SET batches = 2 WHERE ${isRun(first)}`,
        [{ where: batch(first, 3), what: 'was never appended to its run' }],
      ],
      [
        `UPDATE ledger_run SET head = sha256('x') WHERE ${isRun(second)}`,
        [{ where: batch(second, 3), what: 'is not the last that was appended' }],
      ],
      // Named, and not taken away yet; but a part of it is.
      ...[1, 3].map((number): [Change, { where: string; what: unknown }[]] => [
        async (tx) => {
          await tx.query(`INSERT INTO retention_drop SELECT now(), NULL, 1, 1, '1d', 2, '', '', ''`);
          await tx.query(
            `INSERT INTO retention_drop_run SELECT 2, run_id, batches, head FROM ledger_run WHERE ${isRun(audited)}`,
          );
          await signStoredRetention(tx, key, 2);
          expect((await verifyLedger(storedLedger(tx))).findings).toEqual([]);
          await tx.query(`DELETE FROM ledger_batch WHERE ${isRun(audited)} AND batch_no = ${number}`);
        },
        [{ where: batch(audited, number), what: expect.stringContaining('is missing') }],
      ]),
      // A record that the key did sign, of a run that was longer than it says: one more batch is gone.
      [
        async (tx) => {
          const shorter = `batches = 2, head = sha256('x') WHERE ${isRun(first)}`;
          await tx.query(`UPDATE ledger_run SET ${shorter}`);
          await tx.query(`UPDATE retention_drop_run SET ${shorter}`);
          await signStoredRetention(tx, key, 1);
        },
        [{ where: batch(first, 3), what: 'is missing: seal 1 refers to it' }],
      ],
      [
        async (tx) => {
          await tx.query(`UPDATE ledger_run SET head = sha256('x') WHERE ${isRun(first)}`);
          await tx.query(`UPDATE retention_drop_run SET head = sha256('x') WHERE ${isRun(first)}`);
          await signStoredRetention(tx, key, 1);
        },
        [{ where: batch(first, 3), what: 'is not the one that seal 1 refers to' }],
      ],
    ];
    for (const [change, findings] of changes) {
      const found = await findingsAfter(change);
      expect({ change, found }).toEqual({ change, found: expect.arrayContaining(findings) });
      expect(found[0]).toEqual(findings[0]);
    }
    expect((await verify()).findings).toEqual([]);

    const { fingerprints } = await verify();
    const bySomebodyElse = await tamper(
      (tx) => signStoredRetention(tx, other, 1),
      (tx) => verifyLedger(storedLedger(tx), { keys: fingerprints }),
    );
    expect(bySomebodyElse.findings[0]).toEqual({
      where: 'retention 1',
      what: 'is signed by another key than was given',
    });
  });

  it('is found out offline, too, and by an export from before', async () => {
    const lines = gunzipSync(readFileSync(after)).toString().split('\n');
    const write = (changed: string[]) => writeFileSync(after, gzipSync(changed.join('\n')));
    write(lines.map((line) => line.replace(`"policy":"${POLICY}"`, '"policy":"1d"')));
    expect(ledgerCommand(['verify', '--offline', after])).toMatchObject({
      status: 1,
      said: expect.stringContaining('retention 1 was changed'),
    });
    write(lines.filter((line) => !line.startsWith('{"kind":"retention"')));
    expect(ledgerCommand(['verify', '--offline', after])).toMatchObject({
      status: 1,
      said: expect.stringContaining(`${batch(first, 1)} is missing`),
    });
    // Nothing of the runs is left, not even a seal: the export tells.
    const gone = (line: string) => old.some(({ id }) => line.startsWith(`{"kind":"run","record":{"runId":"${id}"`));
    write(lines.filter((line) => !/^{"kind":"(retention|seal)"/.test(line) && !gone(line)));
    const { findings } = await verifyLedger(exportedLedger(after), { against: exportedLedger(before) });
    expect(findings).toContainEqual({ where: batch(first, 1), what: 'is missing: the export refers to it' });
  });

  it('is read as a whole, though retention begins meanwhile', async () => {
    const rules = parseRetention('10d, label:audit=200d') ?? [];
    const wish = { rules, now: daysAgo(-100), by: 'test' };
    let applied: ReturnType<typeof applyRetention> | undefined;
    // Who reads the ledger sees all that his snapshot knows: retention waits with the rows, and not with the record.
    const verdict = await withLedgerSnapshot(dataSource, async (ledger) => {
      await ledger.seals()[Symbol.asyncIterator]().next();
      applied = applyRetention(dataSource, key, wish);
      await eventually(async () => (await dataSource.query<object[]>(`SELECT FROM retention_drop`)).length === 2);
      // Time enough to take the rows away, if nothing held it up.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return verifyLedger(ledger);
    });
    expect(verdict).toMatchObject({ findings: [], dropped: 2, batches: 2 * BATCHES, retentions: [{ id: 1 }] });
    expect(await applied).toMatchObject({ runs: 2 });
    expect(await verify()).toMatchObject({ findings: [], dropped: 4, batches: 0, retentions: [{ id: 1 }, { id: 2 }] });
  });

  it('is signed by a person, where a version had dropped runs that signed nothing', async () => {
    const [migration, runner] = [new SignRetention1795590000000(), dataSource.createQueryRunner()];
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    const { findings } = await verify();
    expect(findings[0]).toEqual({ where: 'retention 1', what: 'was never signed' });
    expect(findings).toContainEqual({ where: batch(first, 1), what: 'is missing: the run has more batches' });
    // No worker does so by himself.
    await applyRetention(dataSource, key, { rules: [], now: new Date(), by: 'test' });
    expect((await verify()).findings).toEqual(findings);
    expect(ledgerCommand(['retention', '--confirm'])).toMatchObject({ status: 0, said: 'Signed retention 1, 2.\n' });
    expect(await verify()).toMatchObject({ findings: [], dropped: 4, retentions: [{ policy: POLICY }, {}] });
    const entries = `SELECT actor, subject FROM audit_entry WHERE action = 'retention.confirmed' ORDER BY id`;
    expect(await dataSource.query(entries)).toEqual([
      { actor: 'command line', subject: 'retention 1' },
      { actor: 'command line', subject: 'retention 2' },
    ]);
    expect(ledgerCommand(['retention', '--confirm'])).toMatchObject({ status: 0, said: 'Everything is signed.\n' });
  });
});
