import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { CANARY, refuseCanary } from '../support/canary.mjs';
import { Product, type ProductProcess } from '../support/product.js';

const LEDGER_COMMAND = join(process.cwd(), 'dist/apps/worker/src/ledger-command/main.js');
const REDACT = `mutation ($secret: String!) {
  redactSecret(secret: $secret, reason: "Ticket 42", dryRun: false) { redaction { id } userErrors { code } }
}`;

interface Line {
  level: number;
  msg: string;
  err?: { type: string; message: string; code?: string; statement?: string; stack?: string };
}

describe('when the database fails', () => {
  let product: Product;
  let dataSource: DataSource;

  beforeAll(async () => {
    product = await Product.start();
    dataSource = await product.database.connect();
  });
  afterAll(() => product.stop());

  /** Holds off whoever writes to a table, and ends the connections of a program that wait. */
  async function failingOn<T>(table: string, program: string, work: () => Promise<T>): Promise<T> {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`LOCK TABLE ${table} IN SHARE MODE`);
      const worked = work();
      await eventually(async () => {
        const [row] = await dataSource.query<[{ ended: number }]>(
          `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity
           WHERE application_name = $1 AND datname = current_database() AND wait_event_type = 'Lock'`,
          [program],
        );
        return row.ended > 0;
      });
      return await worked;
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  function linesOf(process: ProductProcess | undefined, message: string): Line[] {
    return (process?.output ?? '')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === message);
  }

  const FAILED = {
    type: 'QueryFailedError',
    code: '57P01',
    message: 'terminating connection due to administrator command',
    statement: expect.any(String),
    stack: expect.stringContaining('    at '),
  };

  it('a redaction is logged without the secret', async () => {
    const { client, apis } = product;
    const answer = await failingOn('run', 'playledger-api', () => client.ask(REDACT, { secret: `${CANARY}-42` }));
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(linesOf(apis[0], 'A query failed')).toMatchObject([{ err: FAILED }]);
    refuseCanary('the API', apis[0]?.output ?? '');
  });

  it('the command that redacts says what failed without the secret', async () => {
    const { code, said } = await failingOn('run', 'playledger-redact', async () => {
      const child = spawn(process.execPath, [LEDGER_COMMAND, 'redact', '--reason', 'Ticket 42'], {
        env: { ...process.env, DATABASE_URL: product.database.url, PLAYLEDGER_DATA_DIR: product.dataDir },
      });
      child.stdin.end(`${CANARY}-42`);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
      const ended = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code: ended, said: output };
    });
    expect(code).toBe(1);
    expect(said).toContain('QueryFailedError 57P01: terminating connection');
    refuseCanary('the command', said);
  });

  it('an upload is logged without its body', async () => {
    const { client, apis } = product;
    // Not to be compressed: some hundred kilobytes on the wire.
    const noise = Array.from({ length: 400 }, (_, at) => Buffer.from(`${at}`.repeat(999)).toString('base64'));
    const run = aRun().with(aTask().on('ctl-001', 'ok', { result: { noise, secret: CANARY } }));
    const body = run.events().map((event) => `${JSON.stringify(event)}\n`);
    const answer = await failingOn('ledger_batch', 'playledger-api', () => client.uploadBytes(run.id, body.join('')));
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    expect(linesOf(apis[0], 'A request failed')).toMatchObject([{ err: FAILED }]);
    refuseCanary('the API', apis[0]?.output ?? '');
  });

  it('a job that failed is logged, and kept by the queue, without what it wrote', async () => {
    const [worker] = product.workers;
    const run = aRun({ workingDirectory: `/opt/${CANARY}` }).with(aTask().failedOn('ctl-001', `it was ${CANARY}`));
    await failingOn('run', 'playledger-worker', () => product.client.upload(run.id, run.events()));
    const [line] = await eventually(() => {
      const lines = [
        ...linesOf(worker, 'A job failed'),
        ...linesOf(worker, 'A run cannot be folded and will be tried again'),
      ];
      return Promise.resolve(lines.length > 0 ? lines : null);
    });
    expect(line?.err).toMatchObject({ message: expect.stringContaining('terminating connection') });
    refuseCanary('the worker', worker?.output ?? '');
    const jobs = await dataSource.query<{ job: string }[]>(`SELECT job::text AS job FROM bullmq.job`);
    expect(jobs.length).toBeGreaterThan(0);
    expect(JSON.stringify(jobs)).not.toContain(CANARY);
  });
});

describe('the log of the embedded Postgres', () => {
  it('has neither the values of slow statements, nor those of statements that fail, nor rows', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'playledger-logged-'));
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    const as = async (user: string, statements: [string, unknown[]?][]) => {
      const url = new URL(postgres.url);
      url.username = user;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      const failures: string[] = [];
      for (const [text, values = []] of statements) {
        await client.query(text, values).catch((error: unknown) => failures.push((error as { code: string }).code));
      }
      await client.end();
      return failures;
    };
    try {
      await as('postgres', [["ALTER SYSTEM SET log_min_duration_statement = '20ms'"], ['SELECT pg_reload_conf()']]);
      await as('playledger', [['CREATE TABLE kept (secret text PRIMARY KEY, small integer CHECK (small < 3))']]);
      const failures = await eventually(async () => {
        const failed = await as('playledger', [
          ['SELECT $1::text, pg_sleep(0.05)', [CANARY]],
          ['INSERT INTO kept VALUES ($1, 1)', [CANARY]],
          ['INSERT INTO kept VALUES ($1, 1)', [CANARY]],
          ['INSERT INTO kept VALUES ($1, 4)', [`other ${CANARY}`]],
          ['SELECT $1::text::uuid', [CANARY]],
          ['SELECT $1::text::jsonb', [`{"${CANARY}`]],
          [`SELECT '${CANARY}'::integer`],
        ]);
        return readFileSync(join(dataDir, 'postgres.log'), 'utf8').includes('pg_sleep') ? failed : null;
      });
      expect(failures.slice(-5)).toEqual(['23505', '23514', '22P02', '22P02', '22P02']);
      const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
      // It does log: the slow statement, by its text.
      expect(log).toMatch(/duration: .* SELECT \$1::text, pg_sleep/);
      refuseCanary('Postgres', log);
    } finally {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
