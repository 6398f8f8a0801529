import { request as httpRequest, type ClientRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { aLongRun, aRun, ndjson } from '../support/a-run.js';
import { eventually, type ApiClient, type UploadAnswer } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { freePort } from '../support/redis-server.js';
import { withToken } from '../support/tokens.js';

/** What an answer promises that an upload has to wait for. */
const PROMISED_MS = 100;

/** One figure of /metrics; undefined while it has no value. */
async function metric(client: ApiClient, line: string): Promise<number | undefined> {
  const response = await fetch(`${client.url}/metrics`, { headers: { authorization: `Bearer ${client.token}` } });
  expect(response.status).toBe(200);
  const found = (await response.text()).split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

async function workerMetrics(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

/**
 * The refusals of several uploads one after another, and how long they usually took longer than a trivial question:
 * on a busy machine both are slow together.
 */
async function refusals(client: ApiClient, times = 20): Promise<{ answers: UploadAnswer[]; medianMs: number }> {
  const answers: UploadAnswer[] = [];
  const took: number[] = [];
  const run = aLongRun(100);
  const body = gzipSync(ndjson(run.events()));
  for (let count = 0; count < times; count++) {
    const asked = performance.now();
    await fetch(`${client.url}/healthz`);
    const started = performance.now();
    answers.push(await client.uploadBytes(run.id, body, { 'content-encoding': 'gzip' }));
    took.push(performance.now() - started - (started - asked));
  }
  return { answers, medianMs: took.sort((a, b) => a - b)[times >> 1] ?? Infinity };
}

/** Says that it brings 8 MiB, and brings nothing. */
function openUpload(url: string, token: string): ClientRequest {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-ndjson',
    'content-length': 8 * 1024 * 1024,
  };
  const sender = httpRequest(`${url}/api/ingest/v1/runs/${aRun().id}/batches`, { method: 'POST', headers });
  sender.on('error', () => undefined);
  sender.flushHeaders();
  return sender;
}

describe('backpressure', () => {
  let product: Product;
  afterEach(() => product.stop());

  it('asks to wait while too much waits to be folded, and takes uploads again once it is folded', async () => {
    product = await Product.start({ env: { INGEST_BACKLOG_BATCHES: '3' } });
    const { client } = product;
    await product.workers[0]?.end();
    for (let count = 0; count < 3; count++) {
      const run = aRun();
      expect(await client.upload(run.id, run.events())).toMatchObject({ status: 202 });
    }
    await eventually(async () => (await client.upload(aRun().id, aRun().events())).status === 429);
    expect(await metric(client, 'playledger_backlog_batches')).toBeGreaterThanOrEqual(3);
    expect(await metric(client, 'playledger_lag_seconds')).toBeGreaterThan(0);

    const { answers, medianMs } = await refusals(client);
    for (const { status, headers, body } of answers) {
      expect({ status, code: body.error.code, after: headers.get('retry-after') }).toEqual({
        status: 429,
        code: 'backlog',
        after: '10',
      });
    }
    expect(medianMs).toBeLessThan(PROMISED_MS);

    product.workers[0]?.start();
    await eventually(async () => (await client.upload(aRun().id, aRun().events())).status === 202, 60);
    await eventually(async () => (await metric(client, 'playledger_backlog_batches')) === 0);
  });

  it('refuses at once while Postgres hangs: no upload waits for a database that may never answer', async () => {
    product = await Product.start({ workers: 0, env: { DATABASE_POOL_SIZE: '2' } });
    const { client } = product;
    const dataSource = await product.database.connect();
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    // Every look at the ledger waits for this lock, as it would for a server that has stopped.
    await holder.query('LOCK TABLE ledger_run IN ACCESS EXCLUSIVE MODE');
    await eventually(async () => {
      const { status } = await client
        .uploadBytes(aRun().id, '', {}, AbortSignal.timeout(1_000))
        .catch(() => ({ status: null }));
      return status === 503;
    });
    const { answers, medianMs } = await refusals(client);
    for (const { status, headers, body } of answers) {
      expect({ status, code: body.error.code, after: headers.get('retry-after') }).toEqual({
        status: 503,
        code: 'unavailable',
        after: '5',
      });
    }
    expect(medianMs).toBeLessThan(PROMISED_MS);
    await holder.rollbackTransaction();
    await holder.release();
    const run = aRun();
    await eventually(async () => (await client.upload(run.id, run.events())).status === 202);
  });

  it('takes so many bytes at once, and gives up the place of a sender that goes away', async () => {
    product = await Product.start({ workers: 0 });
    const { client } = product;
    const { client: other } = await withToken(client, { role: 'reporter' });
    const opened: ClientRequest[] = [];
    const open = async (token: string, times: number) => {
      for (let time = 0; time < times; time += 1) opened.push(openUpload(client.url, token));
      await eventually(async () => (await metric(client, 'playledger_ingest_uploads_under_way')) === opened.length);
    };
    const run = aRun();
    const upload = (asker: ApiClient) => asker.upload(run.id, run.events());

    await open(client.token, 6);
    // No token has all places.
    expect(await upload(client)).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
    expect(await upload(other)).toMatchObject({ status: 202 });
    await open(other.token, 2);
    expect(await upload(client)).toMatchObject({ status: 503, body: { error: { code: 'busy' } } });
    for (const sender of opened) sender.destroy();
    await eventually(async () => (await metric(client, 'playledger_ingest_uploads_under_way')) === 0);
    expect(await metric(client, 'playledger_ingest_bytes_under_way')).toBe(0);
    expect(await client.upload(run.id, run.events())).toMatchObject({ status: 202 });
  });

  it('tells what came, to those with a token, and nothing that is secret', async () => {
    const port = await freePort();
    product = await Product.start({ env: { WORKER_PORT: String(port) } });
    const { client } = product;
    expect((await fetch(`${client.url}/metrics`)).status).toBe(401);
    const run = aLongRun(5);
    await client.upload(run.id, run.events());
    await client.upload(run.id, [...run.events(), { seq: 0 }]);
    const events = run.events().length;
    expect(await metric(client, 'playledger_ingest_events_total{outcome="accepted"}')).toBe(events);
    expect(await metric(client, 'playledger_ingest_events_total{outcome="duplicate"}')).toBe(events);
    expect(await metric(client, 'playledger_ingest_events_total{outcome="rejected"}')).toBe(1);
    expect(await metric(client, 'playledger_ingest_uploads_total{status="202"}')).toBe(2);
    expect(await metric(client, 'playledger_ingest_duration_seconds_count')).toBe(2);
    expect(await metric(client, 'playledger_dead_letters{stage="accept"}')).toBe(1);
    expect(await metric(client, 'playledger_database_up')).toBe(1);
    expect(await metric(client, 'playledger_queue_jobs{queue="project-run",state="failed"}')).toBe(0);
    expect(await metric(client, 'playledger_database_connections{part="api",state="waiting"}')).toBe(0);
    await eventually(async () => (await workerMetrics(port)).includes('playledger_fold_duration_seconds_count 1'));
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(await workerMetrics(port)).toContain(`playledger_folded_events_total ${events}`);
    const text = await (
      await fetch(`${client.url}/metrics`, { headers: { authorization: `Bearer ${client.token}` } })
    ).text();
    for (const secret of [client.token, run.id, 'ctl-001', 'postgres://']) expect(text).not.toContain(secret);
  });
});
