import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DataSource } from 'typeorm';
import { exportedLedger, rootOf, sealDigest, signDigest, storedLedger, verifyLedger, type SealedRun } from '#ledger';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { forgeRun } from '../support/forge-run.js';
import { isReady, Product, ProductProcess } from '../support/product.js';
import { freePort } from '../support/redis-server.js';

const LEDGER_COMMAND = join(process.cwd(), 'dist/apps/worker/src/ledger-command/main.js');
const TABLES = ['ledger_run', 'ledger_batch', 'ledger_seal', 'ledger_seal_run'];
const REASON = 'Backup of Monday, ticket 7';

describe('seals, where somebody owns the database', () => {
  const directory = mkdtempSync(join(tmpdir(), 'playledger-seals-'));
  const published = join(directory, 'seals.jsonl');
  const runs = ['ctl-001', 'ctl-002', 'ctl-003'].map((host) => aRun().with(aTask().failedOn(host, 'it was alice')));
  const [first, , third] = runs as [RunBuilder, RunBuilder, RunBuilder];
  const names: string[] = [];
  let product: Product;
  let worker: ProductProcess;
  let dataSource: DataSource;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    product = await Product.start({
      env: { WORKER_PORT: String(port), SEAL_PUBLISH_FILE: published, LOG_LEVEL: 'info' },
    });
    [worker] = product.workers as [ProductProcess];
    dataSource = await product.database.connect();
    await untilReady();
    await keep('nothing');
    for (const [at, run] of runs.entries()) {
      await seal(run, at + 1);
      names.push(await newest());
      await keep(`seal_${at + 1}`);
    }
  });
  afterAll(async () => {
    await product.stop();
    rmSync(directory, { recursive: true });
  });

  /** A worker that starts does at once what it does each hour. */
  async function hourLater(): Promise<void> {
    await worker.end();
    worker.start();
    await worker.until(async () => (await readiness()) !== null);
  }
  async function seal(run: RunBuilder, number: number): Promise<void> {
    expect((await product.client.upload(run.id, run.events())).status).toBe(202);
    await hourLater();
    await eventually(async () => (await newest()).startsWith(`${number}:`));
  }
  const worked = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const readiness = async () => {
    const answer = await worked('/readyz').catch(() => null);
    return answer && { status: answer.status, body: (await answer.json()) as object };
  };
  const untilReady = (seconds = 20) => eventually(async () => (await readiness())?.status === 200, seconds);
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await worked('/metrics')).text())?.[1]);
  const sealNames = () =>
    dataSource
      .query<{ name: string }[]>(`SELECT id || ':' || encode(digest, 'hex') AS name FROM ledger_seal ORDER BY id`)
      .then((rows) => rows.map(({ name }) => name));
  const newest = async () => (await sealNames()).at(-1) ?? '';
  /** Not spawnSync: connections to the worker would break while we sleep. */
  const ledger = async (...args: string[]) => {
    const env = {
      ...process.env,
      DATABASE_URL: product.database.url,
      PLAYLEDGER_DATA_DIR: product.dataDir,
      SEAL_PUBLISH_FILE: published,
    };
    const child = spawn(process.execPath, [LEDGER_COMMAND, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { said: stdout + stderr, status };
  };
  const refusals = () =>
    dataSource.query<{ subject: string }[]>(
      `SELECT subject FROM audit_entry WHERE action = 'seal.refused' AND actor = 'worker' ORDER BY id`,
    );

  /** A backup of the record. */
  async function keep(name: string): Promise<void> {
    await dataSource.query(`CREATE SCHEMA kept_${name}`);
    for (const table of TABLES) await dataSource.query(`CREATE TABLE kept_${name}.${table} AS TABLE ${table}`);
  }
  async function restore(name: string): Promise<void> {
    await dataSource.transaction(async (tx) => {
      for (const table of TABLES) {
        await tx.query(`DELETE FROM ${table}`);
        await tx.query(`INSERT INTO ${table} SELECT * FROM kept_${name}.${table}`);
      }
    });
  }
  async function deleteSeals(since: number): Promise<void> {
    await dataSource.query(`DELETE FROM ledger_seal WHERE id >= $1`, [since]);
    await dataSource.query(`DELETE FROM ledger_seal_run WHERE seal_id >= $1`, [since]);
  }
  /** One seal of all runs, with a key of his own. */
  async function sealAs(privateKey = generateKeyPairSync('ed25519').privateKey, restart: object | null = null) {
    const [{ id, previous } = { id: 1, previous: Buffer.alloc(32) }] = await dataSource.query<
      { id: number; previous: Buffer }[]
    >(`SELECT id + 1 AS id, digest AS previous FROM ledger_seal ORDER BY id DESC LIMIT 1`);
    const sealed = await dataSource.query<SealedRun[]>(
      `INSERT INTO ledger_seal_run SELECT $1, run_id, batches, head FROM ledger_run RETURNING run_id AS "runId", batches, head`,
      [id],
    );
    sealed.sort((a, b) => (a.runId < b.runId ? -1 : 1));
    const made = { id, sealedMicros: '1795000000000000', previous, runs: sealed, root: rootOf(sealed), restart };
    const { digest, publicKey, signature } = signDigest(
      sealDigest(made as Parameters<typeof sealDigest>[0]),
      privateKey,
    );
    await dataSource.query(
      `INSERT INTO ledger_seal (id, sealed_at, previous, runs, root, digest, public_key, signature)
       VALUES ($1, to_timestamp(1795000000), $2, $3, $4, $5, $6, $7)`,
      [id, previous, sealed.length, made.root, digest, publicKey, signature],
    );
    if (restart !== null) await dataSource.query(`UPDATE ledger_seal SET restart = $2 WHERE id = $1`, [id, restart]);
  }

  it('are made, logged, published and remembered', async () => {
    const lines = readFileSync(published, 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seal: string }).seal)).toEqual(names);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      runs: 1,
      restart: null,
      fingerprint: expect.stringMatching(/^\w{64}$/),
    });
    await eventually(async () => Promise.resolve(worker.output.includes(names[2]!)));
    await eventually(async () => (await metric('playledger_last_seal')) === 3);
    expect(await metric('playledger_sealing_stopped')).toBe(0);
    expect(await ledger('verify')).toMatchObject({
      status: 0,
      said: expect.stringContaining(`Last seal ${names[2]}\n`),
    });
    for (const noted of names) expect(await ledger('verify', '--seal', noted)).toMatchObject({ status: 0 });
    const other = names[1]!.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect(await ledger('verify', '--seal', names[0]!, '--seal', other)).toMatchObject({
      status: 1,
      said: expect.stringContaining('seal 2 is not the one that was written down'),
    });
    expect(await ledger('verify', '--seal', `4:${'0'.repeat(64)}`)).toMatchObject({
      status: 1,
      said: expect.stringContaining('seal 4 is missing: it was written down'),
    });
    expect(await ledger('verify', '--seal', '4')).toMatchObject({
      status: 1,
      said: expect.stringContaining('12:6f1e'),
    });
  });

  it.each<[string, string, string, number, () => Promise<void>]>([
    [
      'deletes all of them',
      'seal_missing',
      'seal 3 is missing: it is remembered here as the last',
      1,
      async () => deleteSeals(1),
    ],
    [
      'deletes the newest',
      'seal_missing',
      'seal 3 is missing: it is remembered here as the last',
      3,
      async () => deleteSeals(3),
    ],
    [
      'makes as many with a key of his own',
      'seal_missing',
      'seal 3 is not the one that is remembered here as the last',
      1,
      async () => {
        const { privateKey } = generateKeyPairSync('ed25519');
        await deleteSeals(1);
        for (let count = 0; count < 3; count++) await sealAs(privateKey);
      },
    ],
    [
      'goes on with a key of his own',
      'foreign_seal',
      'seal 4 is signed by another key than the previous seal',
      4,
      async () => sealAs(),
    ],
    [
      'says with a key of his own that it is a restart',
      'seal_missing',
      'seal 3 is signed by another key than the seals made here',
      3,
      async () => {
        const [number, digest] = names[2]!.split(':');
        await deleteSeals(3);
        await sealAs(undefined, { remembered: { number: Number(number), digest }, actor: 'alice', reason: 'A backup' });
      },
    ],
  ])(
    'are not gone on with, and verify finds it, when he changes the ledger and %s',
    async (_, fault, finding, since, forge) => {
      await worker.end();
      // What was sealed from then on.
      for (const { id } of runs.slice(since - 1)) await forgeRun(dataSource, id, 'it was alice', 'it was bobby');
      await forge();
      const forged = await sealNames();
      // The forgery is perfect: who is told nothing from outside finds nothing, but that there are two keys.
      const findings = (await verifyLedger(storedLedger(dataSource))).findings.map(({ what }) => what);
      expect(findings.filter((what) => !what.includes('key'))).toEqual([]);
      const before = (await refusals()).length;
      const growing = aRun().with(aTask().okOn('ctl-004'));
      await product.client.upload(growing.id, growing.events());

      await hourLater();
      await eventually(async () => (await readiness())?.status === 503);
      const { status, said } = await ledger('verify');
      expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining(finding) });
      expect((await readiness())?.body).toEqual({ status: 'unavailable', sealing: `refused: ${fault}` });
      expect(await metric('playledger_sealing_stopped')).toBe(1);
      await eventually(async () => Promise.resolve(worker.output.includes('Nothing is sealed')));
      await eventually(async () => (await refusals()).length > before);
      expect((await refusals()).slice(before)).toEqual([{ subject: fault }]);
      expect(await sealNames()).toEqual(forged);

      await restore('seal_3');
      await hourLater();
      await untilReady();
      expect(await metric('playledger_sealing_stopped')).toBe(0);
    },
  );

  it('keep everybody else from signing as well, until they are there again', async () => {
    await deleteSeals(1);
    expect(await ledger('seal')).toMatchObject({ status: 1, said: expect.stringContaining('seal --restart REASON') });
    expect(await ledger('retention', '--policy', '1d')).toMatchObject({
      status: 1,
      said: expect.stringContaining('Retention drops nothing'),
    });
    await restore('seal_3');
    expect(await ledger('seal')).toEqual({ status: 0, said: 'Nothing new since the last seal.\n' });
    expect(await ledger('verify')).toMatchObject({ status: 0 });
  });

  it('find what was changed in a run, though they are left', async () => {
    await forgeRun(dataSource, first.id, 'it was alice', 'it was bobby');
    expect(await ledger('verify')).toMatchObject({
      status: 1,
      said: expect.stringMatching(new RegExp(`run ${first.id} batch \\d+ is not the one that seal 1 refers to`)),
    });
    await restore('seal_3');
  });

  it('are not begun anew by a process that has seals and no key; npm start says so and serves nevertheless', async () => {
    const [dataDir, itsPort] = [join(directory, 'elsewhere'), await freePort()];
    const standalone = new ProductProcess('dist/apps/standalone/src/main.js', {
      ...{ DATABASE_URL: product.database.url, PLAYLEDGER_DATA_DIR: dataDir, PORT: String(itsPort) },
    });
    standalone.start();
    try {
      const url = `http://127.0.0.1:${itsPort}`;
      await standalone.until(() => isReady(url));
      const says = async () => (await (await fetch(`${url}/readyz`)).json()) as { sealing?: string };
      await eventually(async () => (await says()).sealing);
      expect(await says()).toEqual({ status: 'ready', sealing: 'refused: no_key' });
      expect(standalone.output).toContain('there is no key in');
      expect(existsSync(join(dataDir, 'seal-key.pem'))).toBe(false);
    } finally {
      await standalone.end();
    }
  });

  it('go on after a backup was restored when somebody says so, and tell of it for ever', async () => {
    const before = join(directory, 'before.gz');
    expect((await ledger('export', before)).status).toBe(0);
    await restore('seal_2');
    await hourLater();
    await eventually(async () => (await readiness())?.status === 503);
    expect(await ledger('verify')).toMatchObject({ status: 1 });

    for (const args of [['--restart'], ['--restart', ' ']]) expect((await ledger('seal', ...args)).status).toBe(1);
    expect(await ledger('seal', '--restart', REASON, '--by', 'alice')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^Restarted with seal 3:\w{64}\n$/),
    });
    expect(await ledger('seal', '--restart', REASON)).toMatchObject({
      status: 1,
      said: expect.stringContaining('There is nothing to restart'),
    });
    // Nobody need start the worker again.
    await untilReady(90);

    await seal(third, 4);
    const told = `is a restart by alice, ${names[2]} was the last, signed by `;
    const { said, status } = await ledger('verify');
    expect({ said, status }).toEqual({
      said: expect.stringMatching(new RegExp(`Seal 3 at .* ${told}\\w+: ${REASON}`)),
      status: 0,
    });
    expect((await ledger('verify', '--seal', names[1]!, '--seal', await newest())).status).toBe(0);
    expect(await ledger('verify', '--seal', names[2]!)).toMatchObject({
      status: 1,
      said: expect.stringContaining('seal 3 is not the one that was written down'),
    });
    const after = join(directory, 'after.gz');
    expect((await ledger('export', after)).status).toBe(0);
    expect(await ledger('verify', '--offline', after)).toMatchObject({
      status: 0,
      said: expect.stringContaining(told),
    });
    expect(await ledger('verify', '--offline', after, '--against', before)).toMatchObject({
      status: 1,
      said: expect.stringContaining('seal 3 is not the one in the export'),
    });
    const [entry] = await dataSource.query<object[]>(
      `SELECT actor, subject, details FROM audit_entry WHERE action = 'seal.restarted'`,
    );
    expect(entry).toMatchObject({ actor: 'alice', subject: 'seal 3', details: { reason: REASON, after: 2 } });
    const restarts = (await verifyLedger(exportedLedger(after))).restarts;
    expect(restarts).toMatchObject([{ id: 3, restart: { actor: 'alice', reason: REASON } }]);
    const lines = readFileSync(published, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.at(-2)).toMatchObject({ seal: (await sealNames())[2], restart: { reason: REASON } });

    await dataSource.query(`UPDATE ledger_seal SET restart = jsonb_set(restart, '{reason}', '"Nothing"') WHERE id = 3`);
    expect(await ledger('verify')).toMatchObject({ status: 1, said: expect.stringContaining('seal 3 was changed') });
  });
});
