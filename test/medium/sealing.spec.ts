import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { parseRetention } from '#config';
import {
  checkSeals,
  exportedLedger,
  exportLedger,
  readSealMemory,
  restartSeals,
  sealLedger,
  sealName,
  signingKey,
  storedLedger,
  verifyLedger,
  type SealFiles,
} from '#ledger';
import { applyRetention } from '../../apps/worker/src/retention/apply-retention.js';
import { aRun, aTask, ndjson } from '../support/a-run.js';
import { randomFrom } from '../support/random.js';
import { madeKey, sealFilesIn } from '../support/seal-files.js';
import { TestDatabase } from '../support/test-database.js';
import { TestLedger } from '../support/test-ledger.js';

const DAY_MS = 86_400_000;
const KILLS = 25;
const KILLING_MS = 600_000;
const LOOP = join(process.cwd(), 'test/support/seal-in-a-loop.mjs');
const WISH = { reason: 'Ticket 8', by: 'alice' };

describe('sealing', () => {
  let directory: string;
  let ledger: TestLedger;
  let dataSource: DataSource;
  let files: SealFiles;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'playledger-sealing-'));
    ledger = await TestLedger.create();
    ({ dataSource } = ledger);
    files = sealFilesIn(directory, { sealPublishFile: join(directory, 'seals.jsonl') });
  });
  afterEach(async () => {
    await ledger.drop();
    rmSync(directory, { recursive: true });
  });

  const grow = async (startedAt = new Date()) => {
    const run = aRun({}, startedAt).with(aTask().okOn('ctl-001'));
    await ledger.load(run.id, run.events());
    return run.id;
  };
  const sealed = async () => {
    await grow();
    const made = await sealLedger(dataSource, files);
    return sealName(made!.id, made!.digest);
  };
  const verify = async () => {
    const remembered = await readSealMemory(files.sealMemoryFile);
    return verifyLedger(storedLedger(dataSource), remembered === null ? {} : { remembered });
  };
  const published = () =>
    readFileSync(files.sealPublishFile!, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seal: string }).seal);
  const copyOf = (file: string) => `${file}.copy`;
  const copy = (file: string) => copyFileSync(file, copyOf(file));
  const putBack = (file: string) => copyFileSync(copyOf(file), file);

  it('takes up what a process had made that died before it could remember it', async () => {
    const names = [await sealed()];
    copy(files.sealMemoryFile);
    copy(files.sealPublishFile!);
    names.push(await sealed());
    // Committed, and neither published nor remembered.
    putBack(files.sealMemoryFile);
    putBack(files.sealPublishFile!);
    expect((await verify()).findings).toEqual([]);
    expect(await checkSeals(dataSource, files)).toMatchObject({ number: 2 });
    expect(published()).toEqual(names);
    // Published, and not remembered; several of them, as when the memory comes from a copy.
    names.push(await sealed());
    putBack(files.sealMemoryFile);
    names.push(await sealed());
    expect(published()).toEqual(names);
    // Killed while it was published.
    truncateSync(files.sealPublishFile!, readFileSync(files.sealPublishFile!).length - 20);
    copyFileSync(copyOf(files.sealMemoryFile), files.sealMemoryFile);
    await checkSeals(dataSource, files);
    const lines = readFileSync(files.sealPublishFile!, 'utf8').split('\n');
    expect(lines.at(-2)).toContain(names[3]);
    expect((await verify()).findings).toEqual([]);
  });

  it('takes up a restart that was not remembered, but none that was remembered before', async () => {
    await sealed();
    await sealed();
    await dataSource.query('DELETE FROM ledger_seal WHERE id = 2');
    copy(files.sealMemoryFile);
    const restarted = await restartSeals(dataSource, files, WISH);
    putBack(files.sealMemoryFile);
    expect((await verify()).findings).toEqual([]);
    expect(await checkSeals(dataSource, files)).toMatchObject({ number: 2, digest: restarted.digest });
    await sealed();
    await dataSource.query('DELETE FROM ledger_seal WHERE id = 3');
    await expect(checkSeals(dataSource, files)).rejects.toMatchObject({ fault: 'seal_missing' });
    expect((await verify()).findings).toMatchObject([{ where: 'seal 3' }]);
  });

  it('is not begun anew where seals are, and key or memory are not', async () => {
    await sealed();
    for (const file of [files.sealKeyFile, files.sealMemoryFile]) copy(file);
    const faultWithout = async (...gone: string[]) => {
      for (const file of gone) rmSync(file);
      const refused = await sealLedger(dataSource, files).catch((error: unknown) => error);
      for (const file of [files.sealKeyFile, files.sealMemoryFile]) putBack(file);
      return refused;
    };
    await grow();
    expect(await faultWithout(files.sealKeyFile)).toMatchObject({ fault: 'no_key' });
    expect(await faultWithout(files.sealKeyFile, files.sealMemoryFile)).toMatchObject({ fault: 'no_key' });
    expect(await faultWithout(files.sealMemoryFile)).toMatchObject({ fault: 'no_memory' });
    writeFileSync(files.sealMemoryFile, '{"number":');
    expect(await faultWithout()).toMatchObject({ fault: 'unreadable_memory' });
    const other = sealFilesIn(join(directory, 'other'));
    const database = await TestDatabase.create();
    await madeKey(await database.connect(), other);
    await database.drop();
    copyFileSync(other.sealKeyFile, files.sealKeyFile);
    await expect(signingKey(files)).rejects.toMatchObject({ fault: 'other_key' });
    expect(await faultWithout()).toMatchObject({ fault: 'other_key' });
    // Whoever owns the database has taken all seals as well.
    await dataSource.query('DELETE FROM ledger_seal');
    expect(await faultWithout(files.sealKeyFile)).toMatchObject({ fault: 'no_key' });
    expect(await faultWithout(files.sealMemoryFile)).toMatchObject({ fault: 'no_memory' });
    expect(await faultWithout()).toMatchObject({ fault: 'seal_missing' });
    expect(await dataSource.query('SELECT FROM ledger_seal')).toEqual([]);
  });

  it('is begun with a key that was brought to an empty ledger, and by whoever was killed while he began', async () => {
    const made = await madeKey(dataSource, files);
    rmSync(files.sealMemoryFile);
    expect((await madeKey(dataSource, files)).equals(made)).toBe(true);
    rmSync(files.sealKeyFile);
    expect((await madeKey(dataSource, files)).equals(made)).toBe(false);
    expect(await sealed()).toMatch(/^1:/);
    expect((await verify()).findings).toEqual([]);
  });

  it('goes on with a new key only when somebody says so, and a new key is nobody unless it is known', async () => {
    await sealed();
    const [old] = (await verify()).fingerprints as [string];
    rmSync(files.sealKeyFile);
    await restartSeals(dataSource, files, WISH);
    await sealed();
    const verdict = await verify();
    expect(verdict).toMatchObject({
      findings: [],
      restarts: [{ id: 2, restart: { reason: WISH.reason, actor: WISH.by } }],
    });
    const [, next] = verdict.fingerprints as [string, string];
    const file = join(directory, 'ledger.gz');
    await exportLedger(storedLedger(dataSource), file);
    const findings = async (keys?: string[]) =>
      (await verifyLedger(exportedLedger(file), keys === undefined ? {} : { keys })).findings;
    expect(await findings([old, next])).toEqual([]);
    expect(await findings()).toEqual([
      { where: 'seal 2', what: 'is signed by a new key: pass it with --key if you trust it' },
    ]);
    expect(await findings([old])).toMatchObject([{ where: 'seal 2' }]);
  });

  it('leaves out no run because of a row that no seal vouches for', async () => {
    await sealed();
    const run = await grow();
    await dataSource.query(`INSERT INTO ledger_seal_run SELECT 9999, run_id, batches, head FROM ledger_run`);
    expect(await sealLedger(dataSource, files)).toMatchObject({ id: 2, runCount: 1 });
    const sealedNow = await dataSource.query<object[]>('SELECT run_id FROM ledger_seal_run WHERE seal_id = 2');
    expect(sealedNow).toEqual([{ run_id: run }]);
  });

  it('signs of retention what was chosen, whatever the database makes of the record', async () => {
    const key = await madeKey(dataSource, files);
    const [old, young] = [await grow(new Date(Date.now() - 400 * DAY_MS)), await grow()];
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '400 days' WHERE run_id = $1`, [old]);
    await sealLedger(dataSource, files);
    await dataSource.query(`
      CREATE FUNCTION add_young() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO retention_drop_run SELECT NEW.retention_id, run_id, batches, head FROM ledger_run
        WHERE run_id = '${young}' ON CONFLICT DO NOTHING;
        RETURN NEW;
      END $$`);
    await dataSource.query(`
      CREATE TRIGGER add_young AFTER INSERT ON retention_drop_run FOR EACH ROW EXECUTE FUNCTION add_young()`);
    const wish = { rules: parseRetention('90d') ?? [], now: new Date(), by: 'test' };
    expect(await applyRetention(dataSource, key, wish)).toMatchObject({ runs: 1 });
    await dataSource.query(`DELETE FROM ledger_batch WHERE run_id = $1`, [young]);
    expect((await verify()).findings).toContainEqual({ where: 'retention 1', what: 'was changed' });
    expect((await verify()).findings).toContainEqual({
      where: `run ${young} batch 1`,
      what: 'is missing: the run has more batches',
    });
  });

  it('signs no retention of a run that began too late for any rule, though the database says that it is due', async () => {
    const key = await madeKey(dataSource, files);
    const [old, young] = [await grow(new Date(Date.now() - 400 * DAY_MS)), aRun().id];
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '400 days' WHERE run_id = $1`, [old]);
    await dataSource.query(`
      CREATE FUNCTION name_young() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.run_id := '${young}';
        RETURN NEW;
      END $$`);
    await dataSource.query(`
      CREATE TRIGGER name_young BEFORE UPDATE ON ledger_run FOR EACH ROW EXECUTE FUNCTION name_young()`);
    const wish = { rules: parseRetention('90d') ?? [], now: new Date(), by: 'test' };
    await expect(applyRetention(dataSource, key, wish)).rejects.toThrow(`the database says that run ${young} is due`);
    expect(await dataSource.query('SELECT FROM retention_drop')).toEqual([]);
  });

  it('counts only what is signed by a key that seals', async () => {
    await sealed();
    const old = await grow(new Date(Date.now() - 400 * DAY_MS));
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '400 days' WHERE run_id = $1`, [old]);
    const database = await TestDatabase.create();
    const foreign = await madeKey(await database.connect(), sealFilesIn(join(directory, 'other')));
    await database.drop();
    await applyRetention(dataSource, foreign, { rules: parseRetention('90d') ?? [], now: new Date(), by: 'test' });
    expect((await verify()).findings).toMatchObject([
      { where: 'retention 1', what: 'is signed by a key that has signed no seal' },
      { where: `run ${old} batch 1` },
    ]);
  });

  /** Seals in a process of its own; killed, it says which seals it was told of. */
  function sealer() {
    const batch = ndjson(aRun().with(aTask().okOn('ctl-001')).events()).toString();
    const wish = JSON.stringify({ databaseUrl: ledger.url, files, batch });
    const child = spawn(process.execPath, [LOOP, wish], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    const ended = once(child, 'exit');
    return {
      began: once(child.stdout, 'data'),
      kill: async () => {
        child.kill('SIGKILL');
        const [code] = (await ended) as [number | null];
        // It ends by nothing but the kill.
        expect(code).toBeNull();
        return said.split('\n').slice(0, -1);
      },
    };
  }

  it(
    `is never mistaken for a forgery, though it is killed ${KILLS} times between any two steps`,
    async () => {
      const random = randomFrom(31);
      const told: string[] = [];
      let ahead = 0;
      for (let trial = 0; trial < KILLS; trial++) {
        const process = sealer();
        await process.began;
        await sleep(random() * 150);
        told.push(...(await process.kill()));
        const { number } = (await readSealMemory(files.sealMemoryFile))!;
        const findings = (await verify()).findings;
        expect({ trial, findings }).toEqual({ trial, findings: [] });
        const last = await checkSeals(dataSource, files);
        if (last.number > number) ahead += 1;
      }
      const seals = await dataSource.query<{ id: number; digest: Buffer }[]>(
        'SELECT id, digest FROM ledger_seal ORDER BY id',
      );
      const names = seals.map(({ id, digest }) => sealName(id, digest));
      expect(published()).toEqual(names);
      expect(names).toEqual(expect.arrayContaining(told));
      console.info(`${KILLS} kills, ${names.length} seals, ${ahead} times committed and not remembered`);
    },
    KILLING_MS,
  );

  it('is done by one of several at a time', async () => {
    const sealers = [sealer(), sealer(), sealer()];
    await Promise.all(sealers.map(({ began }) => began));
    await sleep(2_000);
    await Promise.all(sealers.map(({ kill }) => kill()));
    const last = await checkSeals(dataSource, files);
    expect(last.number).toBeGreaterThan(3);
    expect(await verify()).toMatchObject({ findings: [], seals: last.number });
  });
});
