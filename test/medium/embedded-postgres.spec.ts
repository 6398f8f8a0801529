import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ensureDataDir } from '../../apps/standalone/src/data-dir.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { StartupError } from '../../apps/standalone/src/process/startup-error.js';

const isRoot = process.getuid?.() === 0;
const built = join(process.cwd(), 'dist/apps/standalone/src/embedded-postgres.js');

describe('embedded Postgres', () => {
  let closed: string;
  let dataDir: string;
  let running: EmbeddedPostgres[];
  let bystanders: ChildProcess[];
  let said: string[];

  beforeEach(() => {
    // Closed to every other user, as mktemp -d and /root are: Postgres's own user has to pass all the same.
    closed = mkdtempSync(join(tmpdir(), 'playledger-'));
    chmodSync(closed, 0o700);
    dataDir = join(closed, 'data');
    ensureDataDir(dataDir);
    [running, bystanders, said] = [[], [], []];
  });

  afterEach(async () => {
    for (const postgres of running) await postgres.stop();
    for (const bystander of bystanders) bystander.kill('SIGKILL');
    rmSync(closed, { recursive: true, force: true });
  });

  const start = async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => said.push(line) });
    running.push(postgres);
    return postgres;
  };

  /** A Playledger that is killed as soon as its Postgres is up. */
  const startAndBeKilled = async () => {
    const script = `const { startEmbeddedPostgres } = await import(${JSON.stringify(`file://${built}`)});
      await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log() {} });
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    await new Promise((resolve) => child.once('exit', resolve));
    return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  };

  const query = async ({ url }: EmbeddedPostgres, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('keeps its data and its port over a restart', async () => {
    const first = await start();
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    const second = await start();
    expect(await query(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    expect(second.url).toBe(first.url);
  });

  it('lets the product in as an owner who is no superuser, over TCP on this machine only', async () => {
    const postgres = await start();
    const [row] = await query(
      postgres,
      `SELECT role.rolsuper AS super, current_setting('synchronous_commit') AS sync, lower('ÄÖ') AS lower
         FROM pg_roles AS role WHERE role.rolname = current_user`,
    );
    expect(row).toEqual({ super: false, sync: 'on', lower: 'äö' });
    await query(postgres, 'CREATE EXTENSION pg_trgm');
    const pidFile = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    expect(pidFile.slice(4, 6)).toEqual(['', '127.0.0.1']);
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
  });

  it('stops the server that a killed Playledger left running', async () => {
    const orphan = await startAndBeKilled();
    const postgres = await start();
    expect(said.join('\n')).toContain(`left running (pid ${orphan})`);
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('recovers when the pid in postmaster.pid belongs to another program by now', async () => {
    const orphan = await startAndBeKilled();
    process.kill(orphan, 'SIGKILL');
    await sleep(300);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const owner = statSync(pidFile);
    const bystander = spawn('sleep', ['60'], isRoot ? { uid: owner.uid, gid: owner.gid } : {});
    bystanders.push(bystander);
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    writeFileSync(pidFile, [String(bystander.pid), ...lines.slice(1)].join('\n'));
    const postgres = await start();
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(bystander.exitCode).toBeNull();
  });

  it('brings a server back that was killed, at the same address', async () => {
    const postgres = await start();
    await query(postgres, 'CREATE TABLE kept AS SELECT 1 AS one');
    const killed = postgres.pid();
    process.kill(killed, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    while (postgres.pid() === killed && Date.now() < deadline) await sleep(50);
    expect(await query(postgres, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('makes its cluster anew when the first start was killed halfway', async () => {
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    const postgres = await start();
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false);
  });

  it('refuses a cluster of another version in a sentence', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(StartupError);
    await expect(start()).rejects.toThrow(/was created by Postgres 17, but this Playledger includes Postgres 18/);
  });
});
