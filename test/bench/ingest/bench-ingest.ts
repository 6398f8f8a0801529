import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import pg from 'pg';
import { ROOT } from '#scripts/root';
import { Failure, step } from '#scripts/step';
import { ensureRedis } from '#scripts/test-tools';
import { startEmbeddedPostgres } from '../../../apps/standalone/src/embedded-postgres.js';
import { freePort } from '../../../apps/standalone/src/free-port.js';
import { environmentWith, startServer } from '../processes.js';
import { untilReady } from '../running-product.js';
import { copyCeiling } from './copy-ceiling.js';
import { startRedis } from './bench-redis.js';
import { type IngestFigures, type LedgerFigures, tableOf } from './ingest-figures.js';
import { kollaRun, type KollaRunShape } from './kolla-run.js';
import { sendRuns, type LoadedProduct } from './send-runs.js';
import { cpuSeconds, type MeasuredProcesses, peakMiBOf, sizesOf } from './used-resources.js';

interface IngestOptions extends KollaRunShape {
  runs: number;
  atOnce: number;
  apis: number;
  workers: number;
  /** The program; null for none. */
  redis: string | null;
  /** Results a second at which the time to visible is taken; 0 for half of what is reached. */
  steadyRate: number;
  json: boolean;
}

/**
 * How fast task results of recorded kolla shape are accepted and become visible, whole path, beside a raw COPY of the
 * same rows: API, worker and embedded Postgres as processes of this machine, and a client that sends what was made
 * before.
 */
export async function benchIngest(args: string[]): Promise<number> {
  const options = await optionsOf(args);
  const { runs, atOnce } = options;
  const run = await step('Making a run', () => kollaRun(options));
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-bench-data-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const env = environmentWith({ PLAYLEDGER_DATA_DIR: dataDir, DATABASE_URL: postgres.url });
  const redis = options.redis === null ? null : await startRedis(options.redis, dataDir);
  if (redis !== null) env['REDIS_URL'] = redis.url;
  const ports = await Promise.all(Array.from({ length: options.apis }, () => freePort('127.0.0.1', null)));
  const start = (app: string, more: NodeJS.ProcessEnv = {}) =>
    startServer([join(ROOT, 'dist/apps', app, 'src/main.js')], { env: { ...env, ...more } });
  const processes: MeasuredProcesses = {
    api: ports.map((port) => start('api', { PORT: String(port) })),
    worker: Array.from({ length: options.workers }, () => start('worker')),
    redis: redis === null ? [] : [redis.child],
  };
  const database = new pg.Client(postgres.url);
  try {
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    await step('Starting APIs and workers', () =>
      Promise.all(processes.api.map((api, at) => untilReady(urls[at] ?? '', api))),
    );
    await database.connect();
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
    const product: LoadedProduct = { urls, token, database, run, atOnce };
    await step('Warming up', () => sendRuns(product, { runs: Math.min(runs, atOnce) }));
    const figures = await measure(product, options, processes, dataDir);
    const measured = { ...figures, ...(await readLedger(database, env)) };
    process.stdout.write(`${tableOf(measured)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(measured)}\n`);
    return 0;
  } finally {
    const all = [...processes.api, ...processes.worker, ...processes.redis];
    for (const child of all) child.kill('SIGTERM');
    await Promise.all(all);
    await database.end();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function optionsOf(args: string[]): Promise<IngestOptions> {
  const whole = (given: string) => ({ type: 'string', default: given }) as const;
  const { values } = parseArgs({
    args,
    options: {
      recording: { type: 'string', default: 'kolla-1-deploy' },
      ...{ hosts: whole('60'), tasks: { type: 'string' }, runs: whole('50'), 'at-once': whole('8') },
      ...{ 'result-bytes': whole('0'), apis: whole('1'), workers: whole('1'), 'steady-rate': whole('0') },
      redis: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: Exclude<keyof typeof values, 'recording' | 'redis' | 'json'>) => {
    const given = Number(values[name]);
    if (!Number.isInteger(given) || given < 0) throw new Failure(`--${name} is a whole number.`);
    return given;
  };
  const positive = (name: 'apis' | 'workers') => {
    if (number(name) === 0) throw new Failure(`--${name} is a number from 1.`);
    return number(name);
  };
  return {
    recording: values.recording,
    hosts: number('hosts'),
    runs: number('runs'),
    atOnce: number('at-once'),
    tasks: values.tasks === undefined ? null : number('tasks'),
    resultBytes: number('result-bytes'),
    apis: positive('apis'),
    workers: positive('workers'),
    steadyRate: number('steady-rate'),
    json: values.json,
    redis: values.redis ? (await ensureRedis()).path : null,
  };
}

async function measure(
  product: LoadedProduct,
  { runs, steadyRate }: IngestOptions,
  processes: MeasuredProcesses,
  dataDir: string,
): Promise<IngestFigures> {
  const { database, run } = product;
  const before = await sizesOf(database);
  const usedBefore = cpuSeconds(processes, dataDir);
  const full = await step(`Sending ${runs * run.results} results at full speed`, () => sendRuns(product, { runs }));
  const used = cpuSeconds(processes, dataDir);
  const peakMiB = { api: peakMiBOf(processes.api), worker: peakMiBOf(processes.worker) };
  await database.query('VACUUM ANALYZE');
  const after = await sizesOf(database);
  const perResult = (part: keyof typeof after) => (after[part] - before[part]) / full.results;
  const resultsPerSecond = full.results / (full.visibleMs / 1_000);
  const steady = steadyRate === 0 ? resultsPerSecond / 2 : steadyRate;
  const slow = await step(`Sending ${Math.round(steady)} results a second`, () =>
    sendRuns(product, { runs: Math.max(product.atOnce, Math.round(runs / 5)), resultsPerSecond: steady }),
  );
  const copyPerSecond = await step('Copying the same rows', () => copyCeiling(database));
  const times = slow.timesToVisible.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;
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
    cpuSeconds: {
      api: used.api - usedBefore.api,
      worker: used.worker - usedBefore.worker,
      postgres: used.postgres - usedBefore.postgres,
      redis: used.redis - usedBefore.redis,
    },
    peakMiB,
  };
}

/** How long it takes to prove all of the ledger, and to look in all that is held for a secret that is not there. */
async function readLedger(database: pg.Client, env: NodeJS.ProcessEnv): Promise<LedgerFigures> {
  const { rows } = await database.query<{ results: number }>('SELECT count(*)::int AS results FROM task_result');
  const ledgerResults = rows[0]?.results ?? 0;
  const what = `${ledgerResults} results`;
  const verifySeconds = await step(`Verifying the ledger of ${what}`, () => ledgerCommand(['verify'], env));
  const search = ['redact', '--dry-run', '--reason', 'benchmark'];
  const secretSearchSeconds = await step(`Looking for a secret in ${what}`, () =>
    ledgerCommand(search, env, randomUUID()),
  );
  return { ledgerResults, verifySeconds, secretSearchSeconds };
}

async function ledgerCommand(args: string[], env: NodeJS.ProcessEnv, input = ''): Promise<number> {
  const main = join(ROOT, 'dist/apps/worker/src/ledger-command/main.js');
  const started = performance.now();
  const { exitCode } = await execa(process.execPath, [main, ...args], {
    ...{ env, extendEnv: false, input, stdout: 'ignore', stderr: 'inherit', reject: false },
  });
  if (exitCode !== 0) throw new Failure(`npm run ledger -- ${args.join(' ')} ended with ${exitCode ?? 'a signal'}.`);
  return (performance.now() - started) / 1_000;
}
