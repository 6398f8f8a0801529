import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import request from 'supertest';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { aLongRun, aRun, aTask, ndjson } from '../support/a-run.js';
import { ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('ingest', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const post = (runId: string) => `/api/ingest/v1/runs/${runId}/batches`;
  const results = async (runId: string) =>
    (await client.ask('query ($id: ID!) { run(id: $id) { results { totalCount } } }', { id: runId })).data.run?.results
      .totalCount as number | undefined;

  describe('bad input is refused with the right status, and nothing else is lost', () => {
    const good = aRun().with(aTask().okOn('ctl-001', 'ctl-002'));
    const body = () => ndjson(good.events());
    const gzip = { 'content-encoding': 'gzip' };

    it.each<[string, number, string, () => Promise<{ status: number; body: { error: { code: string } } }>]>([
      ['no token', 401, 'unauthenticated', () => new ApiClient(client.url, '').upload(good.id, good.events())],
      ['a wrong token', 401, 'unauthenticated', () => new ApiClient(client.url, 'x').upload(good.id, good.events())],
      ['malformed gzip', 400, 'malformed_gzip', () => client.uploadBytes(good.id, 'not gzip', gzip)],
      [
        'truncated gzip',
        400,
        'malformed_gzip',
        () => client.uploadBytes(good.id, gzipSync(body()).subarray(0, 40), gzip),
      ],
      ['no run id', 400, 'invalid_run_id', () => client.upload('kolla', good.events())],
      ['a run id of version 4', 400, 'invalid_run_id', () => client.upload(uuidv4(), good.events())],
      [
        'another encoding',
        415,
        'unsupported_encoding',
        () => client.uploadBytes(good.id, body(), { 'content-encoding': 'br' }),
      ],
      [
        'another type',
        415,
        'unsupported_media_type',
        () => client.uploadBytes(good.id, body(), { 'content-type': 'text/plain' }),
      ],
      [
        'JSON',
        415,
        'unsupported_media_type',
        () => client.uploadBytes(good.id, '{}', { 'content-type': 'application/json' }),
      ],
      ['too many bytes', 413, 'batch_too_large', () => client.uploadBytes(good.id, randomBytes(8 * 1024 * 1024 + 1))],
      [
        'a gzip bomb',
        413,
        'batch_too_large',
        () => client.uploadBytes(good.id, gzipSync(Buffer.alloc(65 * 1024 * 1024)), gzip),
      ],
      [
        'too many events',
        413,
        'too_many_events',
        () => client.uploadBytes(good.id, gzipSync('{}\n'.repeat(20_001)), gzip),
      ],
    ])('%s: %i %s', async (_name, status, code, send) => {
      expect(await send()).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
    });

    it('too many bytes from a sender who writes all before he reads: he gets the answer, too', async () => {
      const bytes = 32 * 1024 * 1024;
      const { hostname, port } = new URL(client.url);
      const socket = connect(Number(port), hostname).pause();
      const head = `POST ${post(good.id)} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${client.token}\r\n`;
      socket.write(`${head}content-type: application/x-ndjson\r\ncontent-length: ${bytes}\r\n\r\n`);
      socket.end(Buffer.alloc(bytes, '\n'));
      await once(socket, 'finish');
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 [^]*"code":"batch_too_large"/);
    });

    it('and the good batch after all that is accepted whole', async () => {
      const answer = await client.upload(good.id, good.events());
      expect(answer).toMatchObject({ status: 202, body: { accepted: good.events().length, rejected: [] } });
      await eventually(async () => (await results(good.id)) === 2);
    });
  });

  it('answers event by event, and keeps rejected ones as dead letters', async () => {
    const rejected = JSON.parse(readFileSync(join(process.cwd(), 'test/contract/samples/rejected.json'), 'utf8')) as {
      line: string;
      code: string;
    }[];
    const run = aLongRun(3);
    const good = run.events().map((event) => JSON.stringify(event));
    // A bad line behind each good one, for as long as there are bad ones.
    const lines = good.flatMap((line, index) => [
      line,
      ...(rejected[index] === undefined ? [] : [rejected[index].line]),
    ]);
    lines.push(...rejected.slice(good.length).map(({ line }) => line));
    const send = () => client.uploadBytes(run.id, gzipSync(lines.join('\n')), { 'content-encoding': 'gzip' });

    const answer = await send();
    expect(answer).toMatchObject({ status: 202, body: { accepted: good.length, duplicates: 0 } });
    expect((answer.body.rejected as { code: string }[]).map(({ code }) => code)).toEqual(
      rejected.map(({ code }) => code),
    );
    expect(await send()).toMatchObject({ status: 202, body: { accepted: 0, duplicates: good.length } });
    await eventually(async () => (await results(run.id)) === 9);

    const { data } = await client.ask(
      'query ($run: ID!) { deadLetters(run: $run, first: 100) { totalCount nodes { code message event stage } } }',
      { run: run.id },
    );
    expect(data.deadLetters.totalCount).toBe(rejected.length);
    expect(data.deadLetters.nodes.map(({ event }: { event: string }) => event).sort()).toEqual(
      rejected.map(({ line }) => line).sort(),
    );
  });

  it('answers 422 when no event of a batch can be used', async () => {
    const answer = await client.uploadBytes(uuidv7(), 'hello\nworld\n');
    expect(answer).toMatchObject({ status: 422, body: { accepted: 0, duplicates: 0 } });
    expect(answer.body.rejected).toHaveLength(2);
  });

  it('takes a batch that is not compressed', async () => {
    const run = aLongRun(2);
    const answer = await client.uploadBytes(run.id, ndjson(run.events()));
    expect(answer).toMatchObject({ status: 202, body: { accepted: run.events().length } });
    await eventually(async () => (await results(run.id)) === 6);
  });

  it('takes a gzip of several parts, which tells only the size of its last one', async () => {
    const run = aLongRun(200);
    const parts = [run.events().slice(0, -1), run.events().slice(-1)].map((events) => gzipSync(ndjson(events)));
    const filler = gzipSync(Buffer.alloc(3 * 1024 * 1024, '\n'));
    const answer = await client.uploadBytes(run.id, Buffer.concat([filler, ...parts]), { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 202, body: { accepted: run.events().length } });
  });

  describe('stores what was read of a gzip, and nothing else that came with it', () => {
    const hidden = 'S3cret-That-Nobody-Looked-For';
    const bodyOf = async (runId: string) => {
      const database = await product.database.connect();
      const [row] = await database.query<{ body: Buffer }[]>(`SELECT body FROM ledger_batch WHERE run_id = $1`, [
        runId,
      ]);
      return row?.body;
    };
    const withExtra = (gzip: Buffer, flag: number, field: Buffer) => {
      const header = Buffer.from(gzip.subarray(0, 10));
      header[3] = flag;
      return Buffer.concat([header, field, gzip.subarray(10)]);
    };
    const text = Buffer.from(`${hidden}\0`);
    const length = Buffer.from([text.length, 0]);

    it.each<[string, (gzip: Buffer) => Buffer]>([
      ['zeros behind it, and what follows them', (gzip) => Buffer.concat([gzip, Buffer.alloc(8), Buffer.from(hidden)])],
      ['the name of a file', (gzip) => withExtra(gzip, 0x08, text)],
      ['a comment', (gzip) => withExtra(gzip, 0x10, text)],
      ['another field', (gzip) => withExtra(gzip, 0x04, Buffer.concat([length, text]))],
      ['a second part with a name', (gzip) => Buffer.concat([gzip, withExtra(gzipSync('\n'), 0x08, text)])],
      ['a first part with nothing in it', (gzip) => Buffer.concat([gzipSync(''), withExtra(gzip, 0x08, text)])],
    ])('not %s', async (_what, hide) => {
      const run = aRun().with(aTask().okOn('ctl-001'));
      const raw = hide(gzipSync(ndjson(run.events())));
      expect(raw.includes(hidden)).toBe(true);
      const { status, body } = await client.uploadBytes(run.id, raw, { 'content-encoding': 'gzip' });
      expect({ status, ...body }).toMatchObject({ status: 202, accepted: run.events().length });
      const stored = await bodyOf(run.id);
      expect(stored?.includes(hidden)).toBe(false);
      expect(gunzipSync(stored!).toString().trim()).toBe(ndjson(run.events()).toString().trim());
    });

    it.each<[string, (gzip: Buffer) => Buffer]>([
      ['bytes behind it', (gzip) => Buffer.concat([gzip, Buffer.from(hidden)])],
      ['another checksum', (gzip) => Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(4), gzip.subarray(-4)])],
      ['another size', (gzip) => Buffer.concat([gzip.subarray(0, -4), Buffer.from([9, 9, 0, 0])])],
      ['an end that is missing', (gzip) => gzip.subarray(0, -1)],
    ])('and refuses one with %s', async (_what, spoil) => {
      const run = aRun().with(aTask().okOn('ctl-001'));
      const raw = spoil(gzipSync(ndjson(run.events())));
      expect(await client.uploadBytes(run.id, raw, { 'content-encoding': 'gzip' })).toMatchObject({
        status: 400,
        body: { error: { code: 'malformed_gzip' } },
      });
    });

    it("and keeps the plugin's as it came", async () => {
      const run = aRun().with(aTask().okOn('ctl-001'));
      const lines = join(mkdtempSync(join(tmpdir(), 'playledger-gzip-')), 'lines');
      writeFileSync(lines, ndjson(run.events()));
      const script =
        'import sys; from plugin_utils.batch import Batch; lines = open(sys.argv[1], "rb").read().splitlines();' +
        ' sys.stdout.buffer.write(Batch("x", lines).body)';
      const env = { ...process.env, PYTHONPATH: join(process.cwd(), 'callback-plugin/plugins') };
      const raw = execFileSync('python3', ['-c', script, lines], { env });
      expect(await client.uploadBytes(run.id, raw, { 'content-encoding': 'gzip' })).toMatchObject({ status: 202 });
      expect(await bodyOf(run.id)).toEqual(raw);
    });

    it('and takes no gzip for lines', async () => {
      const run = aRun().with(aTask().okOn('ctl-001'));
      const lines = ndjson(run.events());
      for (const [body, encoding] of [
        [gzipSync(lines), undefined],
        [gzipSync(gzipSync(lines)), 'gzip'],
        // Lines of such a body can be read, if it was stored and not compressed.
        [gzipSync(Buffer.concat([Buffer.from('\n'), lines]), { level: 0 }), undefined],
      ] as const) {
        const answer = await client.uploadBytes(
          run.id,
          body,
          encoding === undefined ? {} : { 'content-encoding': encoding },
        );
        expect(answer).toMatchObject({ status: 400, body: { error: { code: 'unexpected_gzip' } } });
      }
    });
  });

  it('takes the samples of the wire format whole, with the NUL and the lone surrogate in them', async () => {
    const runId = uuidv7();
    const samples = readFileSync(join(process.cwd(), 'test/contract/samples/accepted.ndjson'));
    expect(await client.uploadBytes(runId, samples)).toMatchObject({
      status: 202,
      body: { accepted: 11, rejected: [] },
    });
    const { results: page } = await eventually(async () => {
      const { data } = await client.ask(
        'query ($id: ID!) { run(id: $id) { results(filter: { host: "ctl-002" }) { nodes { message result } } } }',
        { id: runId },
      );
      return data.run?.results.nodes.length > 0 ? data.run : null;
    });
    const text = 'Grüße, 雲: NUL \0, lone surrogate \ud800';
    expect(page.nodes).toEqual([
      { message: text.replace('\0', '\uFFFD').toWellFormed(), result: { failed: true, msg: text, rc: 1 } },
    ]);
  });

  it('takes an empty body as a sign of life', async () => {
    const answer = await request(client.url).post(post(uuidv7())).set('authorization', `Bearer ${client.token}`);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
  });

  it('asks to wait when too many uploads come at once', async () => {
    const narrow = await Product.start({ workers: 0, env: { INGEST_CONCURRENCY: '1' } });
    try {
      const run = aLongRun(200);
      const answers = await Promise.all(Array.from({ length: 20 }, () => narrow.client.upload(run.id, run.events())));
      const busy = answers.filter(({ status }) => status === 503);
      expect(busy.length).toBeGreaterThan(0);
      expect(busy[0]).toMatchObject({ body: { error: { code: 'busy' } } });
      expect(busy[0]?.headers.get('retry-after')).toBe('1');
      expect(answers.filter(({ status }) => status === 202).length + busy.length).toBe(20);
    } finally {
      await narrow.stop();
    }
  });

  it('keeps the admin token where only its owner reads it', () => {
    const file = join(product.dataDir, 'admin-token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('tells its health without a token', async () => {
    await request(client.url).get('/healthz').expect(200, { status: 'ok' });
    await request(client.url).get('/readyz').expect(200, { status: 'ready' });
    await request(client.url).post('/graphql').send({ query: '{ __typename }' }).expect(401);
  });
});
