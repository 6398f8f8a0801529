// The entry of `npm run bench`. Only Node's own modules until the dependencies are there.
//
//   npm run bench -- plugin [--core 2.21] [--rounds 5] [--only up,idle] [--slices 0.3] [--json] [--no-ara]
//                           [--skip-synthetic] [--dead-servers] [--playbook modules.yml] [--hosts 50]
//   npm run bench -- queries [--results 5000000] [--rounds 40] [--beside ANOTHER_BUILT_CHECKOUT] [--json]
//   npm run bench -- ingest [--runs 50] [--hosts 60] [--tasks N] [--at-once 8] [--result-bytes 0] [--apis 1]
//                           [--workers 1] [--redis] [--steady-rate 0] [--json]
//   npm run bench -- web [--hosts 200] [--tasks 2000] [--json]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ANSIBLE_CORES, findPython, installCore } from './ansible-cores.mjs';
import { buildStale } from './build.mjs';
import { HEAP_LIMIT } from './heap-limit.mjs';
import { ROOT } from './root.mjs';
import { Failure, runScript, step } from './step.mjs';
import { checkNodeVersion, ensureDependencies } from './install.mjs';
import { withBuildLock } from './lock.mjs';
import { RESULTS_PER_HOST } from './bench-queries/filled-cluster.mjs';
import { ensureRedis } from './test-tools.mjs';

/** Then each run has all 80 hosts of its service. */
const MAX_RESULTS = 80 * RESULTS_PER_HOST;

const BENCHES = { plugin: benchPlugin, queries, ingest, web };

async function benchPlugin(args) {
  const told = { core: { type: 'string' }, only: { type: 'string' }, slices: { type: 'string' } };
  const { values } = parseArgs({ args, options: told, strict: false });
  const ansible = await ansibleOf(values.core, !args.includes('--no-ara'));
  return withProduct(async ({ url, tokenFile, pid }) => {
    const script = join(ROOT, 'callback-plugin', 'bench', 'plugin_bench.py');
    const given = ['--url', url, '--server-pid', String(pid), '--token-file', tokenFile, '--ansible-bin', ansible];
    const bench = (more = []) => inherit(join(ansible, 'python3'), [script, ...given, ...more, ...args]);
    if (values.slices === undefined || values.only !== 'up') return bench();
    // A server works a little when nobody uses it, too: the runs without a callback have one beside them as well.
    return withProduct((idle) => bench(['--idle-server-pid', String(idle.pid)]));
  });
}

async function queries(args) {
  const options = {
    results: { type: 'string', default: '5000000' },
    rounds: { type: 'string', default: '40' },
    beside: { type: 'string' },
    json: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ args, options });
  const [results, rounds] = [Number(values.results), Number(values.rounds)];
  if (!Number.isInteger(rounds) || rounds < 20) throw new Failure('--rounds is a number from 20.');
  if (!(Number.isInteger(results / RESULTS_PER_HOST) && results > 0 && results <= MAX_RESULTS)) {
    throw new Failure(`--results is a multiple of ${RESULTS_PER_HOST}, up to ${MAX_RESULTS}.`);
  }
  await built();
  const { benchQueries } = await import('./bench-queries/bench-queries.mjs');
  const beside = values.beside === undefined ? null : resolve(values.beside);
  return benchQueries({ results, rounds, beside, json: values.json, freePort, ready });
}

async function ingest(args) {
  const whole = (given) => ({ type: 'string', default: given });
  const options = {
    recording: { type: 'string', default: 'kolla-1-deploy' },
    ...{ hosts: whole('60'), tasks: { type: 'string' }, runs: whole('50'), 'at-once': whole('8') },
    ...{ 'result-bytes': whole('0'), apis: whole('1'), workers: whole('1'), 'steady-rate': whole('0') },
    redis: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ args, options });
  const number = (name) => {
    const given = Number(values[name]);
    if (!Number.isInteger(given) || given < 0) throw new Failure(`--${name} is a whole number.`);
    return given;
  };
  const shape = { hosts: number('hosts'), runs: number('runs'), atOnce: number('at-once') };
  const tasks = values.tasks === undefined ? null : number('tasks');
  await built();
  const { benchIngest } = await import('./bench-ingest/bench-ingest.mjs');
  const { recording, json } = values;
  const [resultBytes, apis, workers] = [number('result-bytes'), number('apis'), number('workers')];
  const steadyRate = number('steady-rate');
  for (const [name, count] of Object.entries({ apis, workers })) {
    if (count === 0) throw new Failure(`--${name} is a number from 1.`);
  }
  const redis = values.redis ? (await ensureRedis()).path : null;
  const given = { ...shape, recording, tasks, resultBytes, apis, workers, redis, steadyRate, json };
  return benchIngest({ ...given, freePort, ready });
}

async function built() {
  checkNodeVersion();
  await withBuildLock(async () => {
    await ensureDependencies();
    await buildStale();
  });
}

async function web(args) {
  const number = (fallback) => ({ type: 'string', default: fallback });
  const options = { hosts: number('200'), tasks: number('2000'), json: { type: 'boolean', default: false } };
  const { values } = parseArgs({ args, options });
  const [hosts, tasks] = [Number(values.hosts), Number(values.tasks)];
  if (!(hosts > 0 && tasks > 0)) throw new Failure('--hosts and --tasks are numbers from 1.');
  await built();
  const { benchWeb } = await import('./bench-web/bench-web.mjs');
  return withProduct((product) => benchWeb({ ...product, hosts, tasks, json: values.json }));
}

/**
 * The bin directory of an Ansible of its own: of the ansible-core asked for, else of the newest that a Python here runs.
 * ARA is beside it, for both must run on the same Python; where the registry does not give it, there is no ARA.
 */
async function ansibleOf(asked, withAra) {
  const cores = ANSIBLE_CORES.filter(({ core }) => asked === undefined || core === asked);
  if (cores.length === 0) throw new Failure(`--core is one of ${ANSIBLE_CORES.map(({ core }) => core).join(', ')}.`);
  const newest = cores.findLast(({ pythons }) => findPython(pythons) !== undefined);
  if (newest === undefined) throw new Failure(`No Python was found for ansible-core ${asked ?? 'of any version'}.`);
  const { core, pythons } = newest;
  const venv = join(ROOT, '.cache', 'bench', core);
  const bin = join(venv, 'bin');
  const has = (command) => spawnSync(join(bin, command), ['--version'], { stdio: 'ignore' }).status === 0;
  if (has('ansible-playbook') && (!withAra || has('ara-manage'))) return bin;
  try {
    await installCore(venv, findPython(pythons), core, withAra ? ['ara[server]', 'gunicorn'] : []);
  } catch (error) {
    if (!withAra) throw error;
    process.stdout.write(`${error.message}\nGoing on without ARA.\n`);
    await installCore(venv, findPython(pythons), core);
  }
  return bin;
}

/** The product as `npm start` starts it, on a free port and with data of its own. */
async function withProduct(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-bench-data-'));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    PLAYLEDGER_DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'PLAYLEDGER_ADMIN_TOKEN']) delete env[name];
  const server = spawn(process.execPath, [HEAP_LIMIT, join(ROOT, 'scripts', 'start.mjs')], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const url = `http://127.0.0.1:${port}`;
    await step('Starting Playledger', () => ready(`${url}/readyz`, server));
    const tokenFile = join(dataDir, 'admin-token');
    if (!existsSync(tokenFile)) throw new Failure('Playledger wrote no admin token.');
    return await work({ url, tokenFile, pid: server.pid });
  } finally {
    server.kill('SIGTERM');
    await Promise.race([ended, sleep(20_000).then(() => server.kill('SIGKILL'))]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function ready(url, server) {
  for (let waited = 0; waited < 1200; waited += 1) {
    if (server.exitCode !== null) throw new Failure('Playledger ended before it was ready: try npm start.');
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(250);
  }
  throw new Failure('Playledger was not ready in five minutes.');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function inherit(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', resolve);
  });
}

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(BENCHES, name ?? '')) {
    throw new Failure(`npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(', ')}.`);
  }
  process.exitCode = await BENCHES[name](args);
});
