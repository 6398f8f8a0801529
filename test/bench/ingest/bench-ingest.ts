// How fast task results of recorded kolla shape are accepted and become visible, whole path, beside a raw COPY of the
// same rows: API, worker and embedded Postgres as processes of this machine, and a client that sends what was made
// before.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { HEAP_LIMIT } from '../heap-limit.mjs';
import { ROOT } from '../root.mjs';
import { Failure, step } from '../step.mjs';
import { copyCeiling } from './copy-ceiling.mjs';
import { kollaRun } from './kolla-run.mjs';
import { sendRuns } from './load.mjs';

/** Kernel ticks a second, in which /proc counts. */
const TICKS = 100;

/** Answers the exit code. */
export async function benchIngest(options) {
  const { recording, hosts, tasks, runs, atOnce, resultBytes, steadyRate, json, freePort, ready } = options;
  const run = await step('Making a run', () => kollaRun({ recording, hosts, tasks, resultBytes }));
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-bench-data-'));
  const { startEmbeddedPostgres } = await import('../../dist/apps/standalone/src/embedded-postgres.js');
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    PLAYLEDGER_DATA_DIR: dataDir,
  };
  env.DATABASE_URL = postgres.url;
  for (const name of ['REDIS_URL', 'PLAYLEDGER_ADMIN_TOKEN']) delete env[name];
  const redis = options.redis === null ? null : await startRedis(options.redis, dataDir, await freePort());
  if (redis !== null) env.REDIS_URL = redis.url;
  const ports = await Promise.all(Array.from({ length: options.apis }, freePort));
  const start = (app, more = {}) =>
    spawn(process.execPath, [HEAP_LIMIT, join(ROOT, 'dist/apps', app, 'src/main.js')], {
      env: { ...env, ...more },
      stdio: 'inherit',
    });
  const processes = {
    api: ports.map((port) => start('api', { PORT: String(port) })),
    worker: Array.from({ length: options.workers }, () => start('worker')),
    redis: redis === null ? [] : [redis.child],
  };
  const database = new pg.Client(postgres.url);
  try {
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    await step('Starting APIs and workers', () =>
      Promise.all(urls.map((url, at) => ready(`${url}/readyz`, processes.api[at]))),
    );
    await database.connect();
    const target = { urls, token: readFileSync(join(dataDir, 'admin-token'), 'utf8').trim(), database, run, atOnce };
    await step('Warming up', () => sendRuns({ ...target, runs: Math.min(runs, atOnce) }));
    const full = await measure(target, { runs, steadyRate, processes, dataDir });
    const measured = { ...full, ...(await readLedger(database, env)) };
    process.stdout.write(`${table(measured)}\n`);
    if (json) process.stdout.write(`${JSON.stringify(measured)}\n`);
    return 0;
  } finally {
    await Promise.all(Object.values(processes).flat().map(ended));
    await database.end();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** `steadyRate`: results a second at which the time to visible is taken; 0 for half of what is reached. */
async function measure(target, { runs, steadyRate, processes, dataDir }) {
  const { database, run } = target;
  const before = await sizesOf(database);
  const usedBefore = cpuSeconds(processes, dataDir);
  const full = await step(`Sending ${runs * run.results} results at full speed`, () => sendRuns({ ...target, runs }));
  const used = cpuSeconds(processes, dataDir);
  const peakMiB = { api: peakMiBOf(processes.api), worker: peakMiBOf(processes.worker) };
  await database.query('VACUUM ANALYZE');
  const after = await sizesOf(database);
  const perResult = (part) => (after[part] - before[part]) / full.results;
  const resultsPerSecond = full.results / (full.visibleMs / 1_000);
  const steady = steadyRate === 0 ? resultsPerSecond / 2 : steadyRate;
  const slow = await step(`Sending ${Math.round(steady)} results a second`, () =>
    sendRuns({ ...target, runs: Math.max(target.atOnce, Math.round(runs / 5)), resultsPerSecond: steady }),
  );
  const copyPerSecond = await step('Copying the same rows', () => copyCeiling(database));
  const times = slow.timesToVisible.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  return {
    results: full.results,
    apis: processes.api.length,
    workers: processes.worker.length,
    redis: processes.redis.length > 0,
    acceptedPerSecond: full.results / (full.acceptedMs / 1_000),
    resultsPerSecond,
    copyPerSecond,
    ratioToCopy: resultsPerSecond / copyPerSecond,
    steadyPerSecond: steady,
    visibleP50Ms: at(0.5),
    visibleP95Ms: at(0.95),
    visibleP99Ms: at(0.99),
    refused: full.refused,
    bytesPerResult: perResult('all'),
    ledgerBytesPerResult: perResult('ledger'),
    rowBytesPerResult: perResult('rows'),
    indexBytesPerResult: perResult('indexes'),
    wireBytesPerResult: run.batches.reduce((sum, { body }) => sum + body.length, 0) / run.results,
    inflatedBytesPerResult: run.bytes / run.results,
    cpuSeconds: Object.fromEntries(Object.keys(used).map((name) => [name, used[name] - usedBefore[name]])),
    peakMiB,
  };
}

/** How long it takes to prove all of the ledger, and to look in all that is held for a secret that is not there. */
async function readLedger(database, env) {
  const { rows } = await database.query('SELECT count(*)::int AS results FROM task_result');
  const [{ results: ledgerResults }] = rows;
  const what = `${ledgerResults} results`;
  const verifySeconds = await step(`Verifying the ledger of ${what}`, () => ledgerCommand(['verify'], env));
  const search = ['redact', '--dry-run', '--reason', 'benchmark'];
  const secretSearchSeconds = await step(`Looking for a secret in ${what}`, () =>
    ledgerCommand(search, env, randomUUID()),
  );
  return { ledgerResults, verifySeconds, secretSearchSeconds };
}

async function ledgerCommand(args, env, input = '') {
  const main = join(ROOT, 'dist/apps/worker/src/ledger-command/main.js');
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Failure(`npm run ledger -- ${args.join(' ')} ended with ${code}.`);
  return (performance.now() - started) / 1_000;
}

/** Bytes of the database, and of its parts: the ledger with its indexes, the other tables, their indexes. */
async function sizesOf(database) {
  const { rows } = await database.query(
    `SELECT pg_database_size(current_database()) AS "all",
       sum(pg_total_relation_size(oid)) FILTER (WHERE is_ledger) AS ledger,
       sum(pg_table_size(oid)) FILTER (WHERE NOT is_ledger) AS rows,
       sum(pg_indexes_size(oid)) FILTER (WHERE NOT is_ledger) AS indexes
     FROM (
       SELECT oid, relname LIKE 'ledger\\_%' AS is_ledger FROM pg_class
       WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace
     ) AS tables`,
  );
  return Object.fromEntries(Object.entries(rows[0]).map(([part, bytes]) => [part, Number(bytes)]));
}

function cpuSeconds({ api, worker, redis }, dataDir) {
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  let postgres = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const { parent, own, reaped } = statOf(pid);
    if (Number(pid) === postmaster) postgres += own + reaped;
    else if (parent === postmaster) postgres += own;
  }
  const own = (children) => children.reduce((sum, { pid }) => sum + statOf(pid).own, 0);
  return { api: own(api), worker: own(worker), postgres, redis: own(redis) };
}

/** Seconds of processor of a process, and of its children that have ended. */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: (fields[11] + fields[12]) / TICKS, reaped: (fields[13] + fields[14]) / TICKS };
  } catch {
    return { parent: 0, own: 0, reaped: 0 };
  }
}

/** Of the largest one. */
function peakMiBOf(children) {
  const peaks = children.map(({ pid }) => {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  });
  return Math.max(...peaks);
}

/** As docs/operations.md asks for it, but for its files. */
async function startRedis(program, dataDir, port) {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dataDir];
  const child = spawn(program, [...options, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  for (let waited = 0; waited < 100 && child.exitCode === null; waited += 1) {
    if (await canConnect(port)) return { child, url: `redis://127.0.0.1:${port}` };
    await sleep(50);
  }
  throw new Failure('redis-server did not start.');
}

function canConnect(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}

function ended(child) {
  if (child.exitCode !== null) return Promise.resolve();
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return exit;
}

function table(measured) {
  const whole = (number) => Math.round(number).toLocaleString('en');
  const { cpuSeconds: cpu, peakMiB } = measured;
  const rows = [
    ['results', whole(measured.results)],
    ['accepted', `${whole(measured.acceptedPerSecond)} a second`],
    ['visible', `${whole(measured.resultsPerSecond)} a second`],
    ['raw COPY of the same rows', `${whole(measured.copyPerSecond)} a second`],
    ['ratio to COPY', measured.ratioToCopy.toFixed(3)],
    [
      `time to visible at ${whole(measured.steadyPerSecond)} a second`,
      `p50 ${whole(measured.visibleP50Ms)}, p95 ${whole(measured.visibleP95Ms)}, p99 ${whole(measured.visibleP99Ms)} ms`,
    ],
    ['bytes on disk a result', whole(measured.bytesPerResult)],
    [
      'of it ledger, rows, indexes',
      [measured.ledgerBytesPerResult, measured.rowBytesPerResult, measured.indexBytesPerResult].map(whole).join(', '),
    ],
    ['compressed on the wire', whole(measured.wireBytesPerResult)],
    ['inflated', whole(measured.inflatedBytesPerResult)],
    [
      'processor',
      `API ${cpu.api.toFixed(1)}, worker ${cpu.worker.toFixed(1)}, Postgres ${cpu.postgres.toFixed(1)}` +
        `${measured.redis ? `, Redis ${cpu.redis.toFixed(1)}` : ''} s`,
    ],
    ['peak memory', `API ${whole(peakMiB.api)}, worker ${whole(peakMiB.worker)} MiB`],
    ['batches refused for a while', whole(measured.refused)],
    ['results in the ledger', whole(measured.ledgerResults)],
    ['verify all of it', `${measured.verifySeconds.toFixed(1)} s`],
    ['look for a secret in all', `${measured.secretSearchSeconds.toFixed(1)} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
