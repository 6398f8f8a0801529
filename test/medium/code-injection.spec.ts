import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getNamedType } from 'graphql';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { forged, forgedAtEachPlace } from '../support/forged-documents.js';
import { Product } from '../support/product.js';
import { filterQuestions, questionsOfSchema, type ArgumentText } from '../support/schema-questions.js';
import { withToken } from '../support/tokens.js';

const RECORDER = pathToFileURL(join(process.cwd(), 'test/support/record-generated-code.mjs')).href;
const GENERATED = 'generated code';
/** A server that compiles queries does so when it has seen them some times. */
const TIMES = 3;

/** Has all that a query can have names and values in. */
const DOCUMENT = `query Q($n: Int! = 1, $s: String = "x", $b: Boolean! = true) {
  a: runs(first: $n, filter: { name: $s, status: [failed, running], label: "x" }) { nodes { ...F } }
  t: __typename @include(if: $b)
  ... on Query { __typename @skip(if: false) }
}
fragment F on Run { uuid status }`;

describe('what a reader sends', () => {
  let product: Product;
  let client: ApiClient;
  /** Injected code would leave a file here. */
  let traces: string;
  let heard: number;

  beforeAll(async () => {
    traces = mkdtempSync(join(tmpdir(), 'playledger-traces-'));
    const env = { REQUESTS_PER_MINUTE: '1000000', NODE_OPTIONS: `--import ${RECORDER}` };
    product = await Product.start({ workers: 0, env });
    // Fastify generates some at the start, which shows that the recorder works.
    expect(product.apis[0]?.output).toContain(GENERATED);
    ({ client } = await withToken(product.client, { role: 'viewer', environments: ['kolla'] }));
    heard = product.apis[0]?.output.length ?? 0;
  });
  afterAll(async () => {
    await product.stop();
    rmSync(traces, { recursive: true, force: true });
  });
  afterEach(() => {
    const left = readdirSync(traces);
    const said = product.apis[0]?.output.slice(heard) ?? '';
    // The next test answers for itself alone.
    for (const name of left) rmSync(join(traces, name));
    heard += said.length;
    expect(left).toEqual([]);
    expect(said).not.toContain(GENERATED);
    expect(product.apis[0]?.isRunning).toBe(true);
  });

  /** An expression without a double quote. */
  const code = () => `globalThis.process.getBuiltinModule('node:fs').writeFileSync('${join(traces, 'it-ran')}','')`;
  const inAlias = () => `a": (${code()}), "b`;
  const inName = () => `x"] || ${code()} || ["`;
  /** The audit's own: JavaScript in the place of an alias. */
  const alias = (loc?: unknown) => forged('{ HERE: __typename }', inAlias(), loc);
  const named = () => forged('query HERE { __typename }', inAlias());
  const variable = () => forged('query ($HERE: Boolean!) { __typename @include(if: $HERE) }', inName());
  const fragment = () => forged('{ ...F } fragment F on Query { HERE: __typename }', inAlias());

  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${client.url}${path}`, { method: 'POST', ...init, headers });
    return { status: response.status, text: await response.text() };
  };
  const post = (body: unknown) => send('/graphql', { body: JSON.stringify(body) });
  const asBody = (type: string, body: string) => send('/graphql', { body, headers: { 'content-type': type } });
  const get = (parameters: [string, string][], method = 'GET') =>
    send(`/graphql?${new URLSearchParams(parameters).toString()}`, { method });
  const form = (fields: Record<string, string>) =>
    asBody('application/x-www-form-urlencoded', new URLSearchParams(fields).toString());

  const deep = { start: 0, end: 9, startToken: { line: 1, column: 1 }, endToken: {}, source: { body: '{ x }' } };

  /** A document that somebody else has parsed: each way to send one, and the status that refuses it. */
  const ways: [string, number, () => Promise<{ status: number; text: string }>][] = [
    ['by POST', 400, () => post({ query: alias() })],
    ['without a place of its own', 400, () => post({ query: alias(null) })],
    ['with a place that looks like ours', 400, () => post({ query: alias(deep) })],
    [
      'with a place that brings a prototype',
      400,
      () => post({ query: alias(JSON.parse(`{"__proto__":${JSON.stringify(deep)}}`)) }),
    ],
    ['with space before it', 400, () => post({ query: ` \n\t${alias()}\n` })],
    ['with a byte order mark', 400, () => post({ query: `\ufeff${alias()}` })],
    ['with signs as numbers', 400, () => post({ query: alias().replace('"kind"', '"\\u006bind"') })],
    ['in a list', 400, () => post({ query: `[${alias()}]` })],
    ['as the only element of `query`', 400, () => post({ query: [alias()] })],
    ['as an object', 400, () => post({ query: JSON.parse(alias()) })],
    ['as text in text', 400, () => post({ query: JSON.stringify(alias()) })],
    ['in a batch', 400, () => post([{ query: alias() }, { query: alias() }])],
    ['by GET', 400, () => get([['query', alias()]])],
    [
      'by GET behind a good one',
      400,
      () =>
        get([
          ['query', '{ __typename }'],
          ['query', alias()],
        ]),
    ],
    ['by HEAD', 404, () => get([['query', alias()]], 'HEAD')],
    ['as the body itself', 400, () => asBody('application/graphql', alias())],
    ['as GraphQL, in capitals', 400, () => asBody('Application/GraphQL; charset=utf-8', alias())],
    ['as a form', 415, () => form({ query: alias() })],
    ['as plain text', 415, () => asBody('text/plain', JSON.stringify({ query: alias() }))],
    ['as lines of JSON', 415, () => asBody('application/x-ndjson', JSON.stringify({ query: alias() }))],
    ['as JSON with another name', 415, () => asBody('application/graphql+json', alias())],
    ['without a type', 415, () => asBody('', JSON.stringify({ query: alias() }))],
    ['with `operationName`', 400, () => post({ query: named(), operationName: inAlias() })],
    ['with variables', 400, () => post({ query: alias(), variables: { a: 1 } })],
    ['with a directive', 400, () => post({ query: variable(), variables: { [inName()]: true } })],
    ['as a persisted query', 400, () => post({ query: alias(), persisted: true })],
    [
      'as a persisted query of Apollo',
      400,
      () => post({ query: alias(), extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
    ],
    ['in a fragment', 400, () => post({ query: fragment() })],
  ];

  it.each(ways)('is refused as a document that somebody else has parsed: %s', async (_way, status, attack) => {
    for (let time = 0; time < TIMES; time++) {
      const answer = await attack();
      expect(answer).toMatchObject({ status });
      expect(answer.text).not.toContain('"data":{');
    }
  });

  it('is refused with anything in the place of any name or value, when somebody else has parsed it', async () => {
    const breakOuts = [inAlias(), inName(), `a' + ${code()} + '`, `a; ${code()}; //`, `\${${code()}}`];
    const seen = new Set<string>();
    for (const [index, text] of breakOuts.entries()) {
      for (const { place, source } of forgedAtEachPlace(DOCUMENT, text)) {
        for (let time = 0; time < TIMES; time++) {
          expect({ index, place, ...(await post({ query: source })) }).toMatchObject({ index, place, status: 400 });
        }
        seen.add(place.replace(/.*\(/, '('));
      }
    }
    expect([...seen].sort()).toEqual(['(EnumValue)', '(IntValue)', '(Name)', '(StringValue)']);
  });

  it('is data where a value stands in a text, whatever the value', async () => {
    // What graphql-jit 0.8.9 writes in the place of a date, infinity and no number, when it finds the same as a text.
    const dates = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
    const values = [
      `${dates}${code()}`,
      `${dates}0)+${code()}+(0`,
      '__MAGIC_NAN__57f286b9_4c20_487f_b409_79804ddcb4f8',
      '__MAGIC_PLUS_INFINITY__bb201c39_3333_4695_b4ad_7f1722e7aa7a',
      inAlias(),
      `\${${code()}}`,
      `\u2028${code()}//`,
      '__proto__',
    ];
    const written = (value: string): string[] => {
      const text = JSON.stringify(value);
      return [
        `{ runs(first: 1, after: ${text}) { totalCount } }`,
        `query ($s: String = ${text}) { runs(first: 1, after: $s) { totalCount } }`,
        `{ runs(first: 1, filter: { name: ${text}, label: ${text} }) { totalCount } }`,
        `query ($s: String = ${text}) { runs(first: 1, filter: { name: $s, label: ${text} }) { totalCount } }`,
        `{ search(query: ${text}) { nodes { title } } }`,
        `{ search(query: """${value.replaceAll('"', "'")}""") { nodes { title } } }`,
        `{ node(id: ${text}) { id } }`,
        `{ run(id: ${text}) { id } }`,
        `{ deployments(filter: { service: ${text}, action: [${text}, "x"], since: ${text} }) { totalCount } }`,
      ];
    };
    for (const value of values) {
      for (const query of written(value)) {
        const first = await post({ query });
        expect([200, 400]).toContain(first.status);
        for (let time = 1; time < TIMES; time++) expect(await post({ query })).toEqual(first);
      }
      const variables = { s: value, filter: { name: value }, [value]: value };
      const query =
        'query ($s: String, $filter: RunFilter) { runs(first: 1, after: $s, filter: $filter) { totalCount } }';
      for (let time = 0; time < TIMES; time++) {
        expect([200, 400]).toContain((await post({ query, variables })).status);
      }
    }
  });

  it('is data in every argument of the schema that takes a text', async () => {
    const text = JSON.stringify(`__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d${code()}`);
    const textOf: ArgumentText = ({ name, type }) => {
      const of = getNamedType(type as Parameters<typeof getNamedType>[0]);
      if (name === 'by') return 'service';
      return ['String', 'ID', 'DateTime'].includes(String(of)) ? text : null;
    };
    const documents = [
      ...questionsOfSchema(textOf).questions,
      ...filterQuestions(() => [text, `[${text}]`], textOf),
    ].map(({ document }) => document);
    const withText = new Set(documents.filter((document) => document.includes(text)));
    expect(withText.size).toBeGreaterThan(100);
    for (const query of withText) {
      for (let time = 0; time < TIMES; time++) {
        expect([200, 400]).toContain((await post({ query })).status);
      }
    }
  });

  it('is answered for the operation that it names, however often another one of the text was asked', async () => {
    const query = 'query A { a: __typename } query B { b: __typename }';
    for (const operationName of ['A', 'A', 'A', 'B', 'B', 'A']) {
      const { text } = await post({ query, operationName });
      expect(JSON.parse(text)).toEqual({ data: { [operationName.toLowerCase()]: 'Query' } });
    }
  });

  it('is no mutation unless it is a POST', async () => {
    const { client: admin } = product;
    const count = async () => (await admin.ask('{ apiTokens { totalCount } }')).data.apiTokens.totalCount as number;
    const headers = { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' };
    const query = `query Q { __typename }
      mutation M { createToken(name: "x", role: viewer, environments: [], labels: []) { secret } }`;
    for (let time = 0; time < TIMES; time++) {
      const body = JSON.stringify({ query, operationName: 'M' });
      expect((await fetch(`${admin.url}/graphql`, { method: 'POST', headers, body })).status).toBe(200);
    }
    const before = await count();
    const statuses = { GET: { M: 405, Q: 200, N: 400, '': 400 }, HEAD: { M: 404, Q: 404, N: 404, '': 404 } };
    for (const [method, expected] of Object.entries(statuses)) {
      for (const [operationName, status] of Object.entries(expected)) {
        const parameters = new URLSearchParams({ query, operationName });
        const response = await fetch(`${admin.url}/graphql?${parameters.toString()}`, { method, headers });
        expect({ method, operationName, status: response.status }).toEqual({ method, operationName, status });
      }
    }
    expect(await count()).toBe(before);
  });
});

describe('what a reporter sends', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ env: { NODE_OPTIONS: `--import ${RECORDER}` } });
  });
  afterAll(() => product.stop());

  it('never becomes code: not when it is taken, folded, asked for or exported', async () => {
    const { client } = product;
    const processes = [...product.apis, ...product.workers];
    const task = (name: string, host: string) =>
      aTask({ name, role: name, action: 'kolla_container', path: name }).failedOn(host, name).changedOn(host);
    const upload = async (name: string) => {
      const run = aRun({ playbookPath: `/ansible/${name}.yml`, labels: [name], user: name }).with(task(name, name));
      expect((await client.upload(run.id, run.events())).status).toBe(202);
      await eventually(async () => {
        const { data } = await client.ask(`{ run(id: "${run.id}") { status } }`);
        return data.run?.status === 'failed';
      });
    };
    const ask = async () => {
      const { data } = await client.ask('{ taskResults(first: 100) { nodes { hostName message result } } }');
      const headers = { authorization: `Bearer ${client.token}` };
      const file = await fetch(`${client.url}/api/export/changes.csv?since=2020-01-01`, { headers });
      expect(file.status).toBe(200);
      return { results: data.taskResults.nodes as { hostName: string }[], csv: await file.text() };
    };
    // What is generated once, when it is needed first, is generated now.
    await upload('keystone');
    await ask();
    const said = processes.map(({ output }) => output.length);
    for (const text of ['a": (x()), "b', '${x()}', `x'] || x() || ['`, '*/ x() /*', '__MAGIC_NAN__'])
      await upload(text);
    expect((await ask()).results.map(({ hostName }) => hostName)).toContain('${x()}');
    for (const [at, { output }] of processes.entries()) expect(output.slice(said[at])).not.toContain(GENERATED);
  });
});
