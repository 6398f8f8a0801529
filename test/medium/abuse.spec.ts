import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { aRun, aTask, ndjson } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

const MIB = 1024 * 1024;
/** On a machine that does other things too. */
const SOON_MS = 10_000;

describe('an API that is abused', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start({ env: { REQUESTS_PER_MINUTE: '100000' } });
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const post = async (body: string, headers: Record<string, string> = {}) => {
    const started = performance.now();
    const response = await fetch(`${client.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = (await response.json()) as {
      errors?: { message: string; extensions?: object }[];
      error?: { code: string };
    };
    return { status: response.status, answer, milliseconds: performance.now() - started };
  };
  const ask = (query: string, variables = {}) => post(JSON.stringify({ query, variables }));

  const fields = (count: number, field: (index: number) => string) =>
    Array.from({ length: count }, (_, at) => field(at)).join(' ');
  const fragments = (count: number, inner: (index: number) => string) =>
    fields(count, (at) => `fragment F${at} on Run { ${inner(at)} }`);

  it.each([
    [
      'depth',
      `{ run(id: "x") { results { nodes { run { results { nodes { run { results { nodes { run { results { nodes {
      run { results { nodes { id } } } } } } } } } } } } } } } }`,
      /depth/i,
    ],
    [
      'a deep selection',
      `{ ${'run(id: "x") { '.repeat(1_000)} id ${'}'.repeat(1_000)} }`,
      /depth|Cannot query|tokens/i,
    ],
    ['a very deep selection', `{ ${'a{'.repeat(10_000)} b ${'}'.repeat(10_000)} }`, /tokens|nested too deeply/],
    [
      'a deep value',
      `{ search(query: ${'['.repeat(10_000)}${']'.repeat(10_000)}) { nodes { title } } }`,
      /tokens|nested too deeply/,
    ],
    ['aliases', `{ ${fields(60, (at) => `a${at}: runs { totalCount }`)} }`, /Aliases limit/],
    ['many fields', `{ ${fields(3_000, () => 'me{name}')} }`, /tokens/],
    [
      'directives',
      `{ me { name ${fields(60, () => '@include(if: true)')} } }`,
      /Directives limit|can only be used once/,
    ],
    [
      'cost',
      `{ runs(first: 100) { nodes { results(first: 100) { nodes { run { results(first: 100) { nodes { id } } } } } } } }`,
      /objects/,
    ],
    [
      'fragments that double',
      `{ run(id: "x") { ...F0 } } ${fragments(60, (at) => `...F${at + 1} ...F${at + 1}`)}
      fragment F60 on Run { id }`,
      /maximum allowed number of nodes/,
    ],
    ['fragments in a circle', `{ run(id: "x") { ...F0 } } ${fragments(2, (at) => `...F${1 - at}`)}`, /itself/],
    ['a long text', `{ search(query: """${'\n'.repeat(100_000)}""") { nodes { title } } }`, /32768 are allowed/],
    ['a long comment', `{ me { name } } # ${'x'.repeat(40_000)}`, /32768 are allowed/],
    ['no GraphQL at all', '\u0000'.repeat(1_000), /Syntax Error/],
  ])('refuses %s with a 400, soon', async (_what, query, message) => {
    const { status, answer, milliseconds } = await ask(query);
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toMatch(message);
    expect(milliseconds).toBeLessThan(SOON_MS);
  });

  it('says what was asked for and what may be', async () => {
    const { answer } = await ask(
      'query ($n: Int!) { runs(first: $n) { nodes { results(first: $n) { nodes { items(first: $n) { nodes { index } } } } } } }',
      { n: 100 },
    );
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'QUERY_TOO_COSTLY', allowedCost: 25_000, requestedCost: expect.any(Number) } },
    ]);
  });

  it('says of variables what is wrong with them, and counts the operation that is asked for', async () => {
    const query = `query Cheap { me { name } } query Dear ($n: Int!) { runs(first: $n) { nodes { results(first: $n) {
      nodes { items(first: $n) { nodes { index } } } } } } }`;
    const send = (more: object) => post(JSON.stringify({ query, ...more }));
    for (const variables of [{}, { n: 'ten' }, { n: [1] }]) {
      const { status, answer } = await send({ operationName: 'Dear', variables });
      expect(status).toBe(400);
      expect(answer.errors).toMatchObject([{ message: expect.stringContaining('"$n"') }]);
      expect(answer.errors?.[0]?.extensions).toBeUndefined();
    }
    expect(await send({ operationName: 'Dear', variables: { n: 100 } })).toMatchObject({ status: 400 });
    expect(await send({ operationName: 'Cheap' })).toMatchObject({
      status: 200,
      answer: { data: { me: { name: 'admin' } } },
    });
  });

  it('refuses an answer that is too deep to be written', async () => {
    const run = aRun().with(aTask().on('ctl-001', 'ok', { result: { deep: 'HERE' } }));
    // Our own JSON.stringify could not write it either.
    const text = ndjson(run.events())
      .toString()
      .replace('"HERE"', `${'['.repeat(6_000)}${']'.repeat(6_000)}`);
    expect((await client.uploadBytes(run.id, text)).status).toBe(202);
    const id = await eventually(async () => {
      const { answer } = await ask(`{ run(id: "${run.id}") { results { nodes { id } } } }`);
      return (answer as { data?: { run?: { results: { nodes: { id: string }[] } } } }).data?.run?.results.nodes[0]?.id;
    });
    const { status, answer } = await ask(`{ taskResult(id: "${id}") { result } }`);
    expect({ status, errors: answer.errors }).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('too deeply'), extensions: { code: 'ANSWER_TOO_LARGE' } }],
    });
  });

  it('takes no documents that others have parsed, no batches, and no mutations over GET', async () => {
    const parsed = JSON.stringify({ kind: 'Document', definitions: [] });
    expect(await ask(parsed)).toMatchObject({ status: 400 });
    const deep = `${'{"kind":"Document","definitions":['.repeat(2_000)}${']}'.repeat(2_000)}`;
    expect(await ask(deep)).toMatchObject({ status: 400 });
    expect(await post(JSON.stringify([{ query: '{ me { name } }' }]))).toMatchObject({ status: 400 });
    const get = (query: string) =>
      fetch(`${client.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { authorization: `Bearer ${client.token}` },
      });
    expect((await get('{ me { name } }')).status).toBe(200);
    expect((await get('mutation { revokeToken(id: "0") { userErrors { code } } }')).status).toBe(405);
  });

  it('refuses bodies that are too large, or want to be more than data', async () => {
    expect(await ask(' '.repeat(2 * MIB))).toMatchObject({ status: 413 });
    for (const body of [
      '{"query":"{ me { name } }","__proto__":{"polluted":1}}',
      '{"query":"{ me { name } }","variables":{"constructor":{"prototype":{"polluted":1}}}}',
    ]) {
      expect(await post(body)).toMatchObject({ status: 400 });
    }
    expect(await post('{"query":')).toMatchObject({ status: 400 });
    expect(await post('query=x', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
    });
  });

  it.each(['/api/export/tickets', '/auth/sign-out', '/graphql', `/api/ingest/v1/runs/${uuidv7()}/batches`])(
    'takes no forms and no plain text at %s',
    async (path) => {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
        const headers = { authorization: `Bearer ${client.token}`, 'content-type': type };
        const response = await fetch(`${client.url}${path}`, { method: 'POST', headers, body: 'query=x' });
        expect({ type, status: response.status }).toEqual({ type, status: 415 });
      }
    },
  );

  it('refuses uploads that are bombs, soon and without holding them', async () => {
    const memory = async () => {
      const metrics = await fetch(`${client.url}/metrics`, { headers: { authorization: `Bearer ${client.token}` } });
      return Number(/^process_resident_memory_bytes ([\d.e+]+)$/m.exec(await metrics.text())?.[1]) / MIB;
    };
    const upload = async (line: string) => {
      const started = performance.now();
      const { status, body } = await client.uploadBytes(uuidv7(), gzipSync(line), { 'content-encoding': 'gzip' });
      return { status, body, milliseconds: performance.now() - started };
    };
    const zeros = '0'.repeat(100 * MIB);
    const keys = `{"seq":1,"type":"run_started","a":{${Array.from({ length: 400_000 }, (_, at) => `"k${at}":1`).join(',')}}}`;
    const bombs: [string, number][] = [
      [zeros, 413],
      [`{"seq":1,"type":"run_started","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422],
      [keys, 422],
      ['{"seq":1,"type":"__proto__","__proto__":{"polluted":1}}', 422],
    ];
    const before = await memory();
    for (let round = 0; round < 3; round++) {
      for (const [bomb, status] of bombs) {
        const answer = await upload(bomb);
        expect({ bomb: bomb.slice(0, 60), status: answer.status }).toEqual({ bomb: bomb.slice(0, 60), status });
        expect(answer.milliseconds).toBeLessThan(2 * SOON_MS);
      }
    }
    expect((await memory()) - before).toBeLessThan(400);
    expect((await client.ask('{ me { name } }')).data.me.name).toBe('admin');
  });

  it('lets no other site in: no CORS, no frames, no scripts but our own', async () => {
    const { url } = client;
    const { headers } = await request(url)
      .options('/graphql')
      .set({ origin: 'https://evil.example', 'access-control-request-method': 'POST' });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    const { headers: page } = await request(url).get('/').set({ origin: 'https://evil.example' });
    expect(page).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    });
    expect(Object.keys(page).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('an API without introspection', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { GRAPHQL_INTROSPECTION: 'off' } });
  });
  afterAll(() => product.stop());

  it('does not tell its schema, and answers all else', async () => {
    const { client } = product;
    expect((await client.ask('{ __schema { types { name } } }')).errors?.[0]?.message).toMatch(/introspection/i);
    expect((await client.ask('{ __type(name: "Run") { name } }')).errors).toHaveLength(1);
    expect((await client.ask('{ me { __typename } }')).data).toEqual({ me: { __typename: 'Me' } });
  });
});

describe('a question that takes too long', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { STATEMENT_TIMEOUT: '1' } });
  });
  afterAll(() => product.stop());

  it('is broken off, whoever asks, and its connection serves the next one', async () => {
    const { client } = product;
    const { client: scoped } = await withToken(client, { role: 'viewer', environments: ['kolla'] });
    const question = '{ runs { totalCount } }';
    const runner = (await product.database.connect()).createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE run');
    const start = performance.now();
    // More of them than an API has connections.
    const asked = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? client : scoped).ask(question));
    for (const { errors } of await Promise.all(asked)) {
      expect(errors).toMatchObject([{ message: 'The request took too long. Request less, or a shorter period.' }]);
    }
    expect(performance.now() - start).toBeLessThan(15_000);
    await runner.rollbackTransaction();
    await runner.release();
    for (const each of [client, scoped]) expect((await each.ask(question)).data).toEqual({ runs: { totalCount: 0 } });
  });
});

describe('a token that asks for more than we can answer', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ env: { DATABASE_POOL_SIZE: '4' } });
  });
  afterAll(() => product.stop());

  it('keeps nobody else from asking and uploading', async () => {
    const { client } = product;
    const { client: greedy } = await withToken(client, { role: 'viewer' });
    const runner = (await product.database.connect()).createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE failure_group');
    const asked = Array.from({ length: 30 }, () => greedy.ask('{ failureGroups { totalCount } }'));
    await sleep(500);
    const start = performance.now();
    const run = aRun().with(aTask().okOn('ctl-001'));
    expect((await client.upload(run.id, run.events())).status).toBe(202);
    expect((await client.ask('{ apiTokens { totalCount } }')).data).toEqual({ apiTokens: { totalCount: 2 } });
    expect(performance.now() - start).toBeLessThan(2_500);
    // Those that get no place of their token in time are told so.
    await sleep(6_000);
    await runner.rollbackTransaction();
    await runner.release();
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ errors }) => errors?.[0]?.extensions?.code === 'TOO_MANY_REQUESTS');
    expect([refused.length, answers.length]).toEqual([28, 30]);
    expect((await greedy.ask('{ failureGroups { totalCount } }')).data).toEqual({ failureGroups: { totalCount: 0 } });
  });
});
