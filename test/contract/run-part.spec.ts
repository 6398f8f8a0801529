import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa, execaSync } from 'execa';
import { eventually } from '../support/api-client.js';

const addressOf = (path: string) => JSON.stringify(pathToFileURL(join(process.cwd(), path)).href);
const node = (script: string, ...args: string[]) => [
  process.execPath,
  '--input-type=module',
  '--eval',
  script,
  ...args,
];

/** Runs a part as `npm test` does, and says at its end what runPart answers. */
const RUNNER = `import { runPart } from ${addressOf('scripts/run-part.mjs')};
  const [limit, ...command] = process.argv.slice(1);
  const { code, left } = await runPart(command, { limit: () => Number(limit) });
  console.log(JSON.stringify({ code, left }));`;

/** Starts a process in a session of its own and with no environment but PATH, as our Postgres is started. */
const SLEEPER = `import { spawn } from 'node:child_process';
  const sleeper = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { PATH: process.env.PATH } });
  sleeper.unref();
  console.log('asleep ' + sleeper.pid + '.');`;

const WITH_POSTGRES = `${SLEEPER}
  const { startEmbeddedPostgres } = await import(${addressOf('dist/apps/standalone/src/embedded-postgres.js')});
  await startEmbeddedPostgres({ dataDir: process.argv[1], log() {} });
  console.log('started');
  setInterval(() => undefined, 1_000);`;

/** One that nobody has taken note of yet since it ended is none. */
function isAlive(pid: number): boolean {
  const { stdout } = execaSync('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false });
  return stdout !== '' && !stdout.startsWith('Z');
}

describe('a part of npm test', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'playledger-part-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  function run(limit: number, command: string[]) {
    const [program = '', ...args] = node(RUNNER, String(limit), ...command);
    const runner = execa(program, args, { reject: false });
    let said = '';
    runner.stdout.on('data', (chunk) => (said += String(chunk)));
    const sleeper = () => Number(/asleep (\d+)\./.exec(said)?.[1]);
    return { runner, sleeper, says: (text: string) => eventually(async () => said.includes(text), 120) };
  }

  const postmaster = () => Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);

  it.each(['SIGTERM', 'SIGINT'] as const)('leaves nothing running when it is stopped by %s', async (signal) => {
    const { runner, sleeper, says } = run(Infinity, node(WITH_POSTGRES, dataDir));
    await says('started');
    const pids = [sleeper(), postmaster()];
    expect(pids.map(isAlive)).toEqual([true, true]);
    runner.kill(signal);
    expect((await runner).exitCode).toBe(130);
    expect(pids.map(isAlive)).toEqual([false, false]);
    // It was shut down in order: it has taken away what tells of it.
    expect(postmaster).toThrow('ENOENT');
  });

  it('leaves nothing running when its time is over', async () => {
    const { runner, sleeper } = run(1_500, node(`${SLEEPER} setInterval(() => undefined, 1_000);`));
    const { stdout } = await runner;
    expect(stdout).toContain('stopped after');
    expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toEqual({ code: null, left: [] });
    expect(isAlive(sleeper())).toBe(false);
  });

  it('tells what it left behind, and ends it', async () => {
    const { runner, sleeper } = run(Infinity, node(SLEEPER));
    const { stdout } = await runner;
    expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toEqual({ code: 0, left: [`${sleeper()} sleep 600`] });
    expect(isAlive(sleeper())).toBe(false);
  });
});
