import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from '../../apps/standalone/src/data-dir-lock.js';

const built = join(process.cwd(), 'dist/apps/standalone/src/data-dir-lock.js');

describe('the lock of a data directory', () => {
  let dataDir: string;
  let children: ChildProcess[];
  let bystanders: number[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'playledger-lock-'));
    [children, bystanders] = [[], []];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const pid of bystanders) process.kill(pid, 'SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  /** Another process that takes the lock, and what it says first: `then`, or why it has no lock. */
  async function contend(then = `say('held')`): Promise<{ child: ChildProcess; said: string }> {
    const script = `import { writeSync } from 'node:fs';
      const say = (text) => writeSync(1, text);
      const { lockDataDir } = await import(${JSON.stringify(`file://${built}`)});
      try { await lockDataDir(${JSON.stringify(dataDir)}); ${then}; } catch ({ message }) { say(message); }
      setInterval(() => undefined, 1_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString() };
  }

  async function killed(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('is held by one, who is named to the others, until it lets go', async () => {
    const lock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toThrow(`already running on ${dataDir} (pid ${process.pid})`);
    expect((await contend()).said).toContain(`already running on ${dataDir} (pid ${process.pid}). Stop it`);
    lock.release();
    (await lockDataDir(dataDir)).release();
  });

  it('is free as soon as its holder is killed', async () => {
    const { child, said } = await contend();
    expect(said).toBe('held');
    await expect(lockDataDir(dataDir)).rejects.toThrow(`(pid ${child.pid})`);
    await killed(child);
    (await lockDataDir(dataDir)).release();
  });

  it('is not inherited by what its holder started, as Postgres, which outlives it', async () => {
    const { child, said } = await contend(`
      const { spawn } = await import('node:child_process');
      say(String(spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).pid))`);
    bystanders.push(Number(said));
    await killed(child);
    (await lockDataDir(dataDir)).release();
  });

  it('goes to one of those who start at the same moment', async () => {
    const starts = await Promise.all(Array.from({ length: 4 }, () => contend()));
    const winners = starts.filter(({ said }) => said === 'held');
    expect(winners).toHaveLength(1);
    for (const { said } of starts.filter((start) => start !== winners[0])) {
      expect(said).toContain(`already running on ${dataDir} (pid ${winners[0]?.child.pid})`);
    }
  });

  it('takes no notice of a pid in the file, whoever has it now', async () => {
    writeFileSync(join(dataDir, 'playledger.pid'), `${process.ppid}\n`);
    const lock = await lockDataDir(dataDir);
    expect(readFileSync(join(dataDir, 'playledger.pid'), 'utf8')).toBe(`${process.pid}\n`);
    lock.release();
    expect(readFileSync(join(dataDir, 'playledger.pid'), 'utf8')).toBe('');
  });
});
