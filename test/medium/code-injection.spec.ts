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

const RECORDER = pathToFileURL(join(process.cwd(), 'test/support/tell-made-code.mjs')).href;
/** A compiler of queries would see each of them as often. */
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
  /** Where code that ran would leave a file. */
  let prey: string;
  let started: number;

  beforeAll(async () => {
    prey = mkdtempSync(join(tmpdir(), 'playledger-prey-'));
    const env = { REQUESTS_PER_MINUTE: '1000000', NODE_OPTIONS: `--import ${RECORDER}` };
    product = await Product.start({ workers: 0, env });
    // Fastify makes its own at the start: what is recorded would be seen.
    expect(product.apis[0]?.output).toContain('made code');
    ({ client } = await withToken(product.client, { role: 'viewer', environments: ['kolla'] }));
    started = product.apis[0]?.output.length ?? 0;
  });
  afterAll(async () => {
    await product.stop();
    rmSync(prey, { recursive: true, force: true });
  });
  afterEach(() => {
    const caught = readdirSync(prey);
    const said = product.apis[0]?.output.slice(started) ?? '';
    // Each test answers for itself.
    for (const name of caught) rmSync(join(prey, name));
    started += said.length;
    expect(caught).toEqual([]);
    expect(said).not.toContain('made code');
    expect(product.apis[0]?.isRunning).toBe(true);
  });

  /** An expression without a double quote. */
  const code = (file: string) =>
    `globalThis.process.getBuiltinModule('node:fs').writeFileSync('${join(prey, file)}','')`;
  const inAlias = (file: string) => `a": (${code(file)}), "b`;
  /** The audit's own: JavaScript in the place of an alias. */
  const alias = (file: string, loc?: unknown) =>
    forged('{ ALIAS: __typename }', loc).replace('"ALIAS"', () => JSON.stringify(inAlias(file)));

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

  const parts = (source: string) => JSON.parse(source) as object;
  const deep = { start: 0, end: 9, startToken: { line: 1, column: 1 }, endToken: {}, source: { body: '{ x }' } };
  const named = (file: string) =>
    forged('query NAME { __typename }').replace('"NAME"', () => JSON.stringify(inAlias(file)));
  const inName = (file: string) => `x"] || ${code(file)} || ["`;
  const variable = (file: string) =>
    forged('query ($VARIABLE: Boolean!) { __typename @include(if: $VARIABLE) }').replaceAll('"VARIABLE"', () =>
      JSON.stringify(inName(file)),
    );
  const fragment = (file: string) =>
    forged('{ ...F } fragment F on Query { ALIAS: __typename }').replace('"ALIAS"', () =>
      JSON.stringify(inAlias(file)),
    );

  /** A document that somebody else has parsed: each way to send one, and the status that refuses it. */
  const ways: [string, number, (file: string) => Promise<{ status: number; text: string }>][] = [
    ['by POST', 400, (file) => post({ query: alias(file) })],
    ['without a place of its own', 400, (file) => post({ query: alias(file, null) })],
    ['with a place that looks like ours', 400, (file) => post({ query: alias(file, deep) })],
    ['with a place that would be of a class', 400, (file) => post({ query: alias(file, { __proto__: deep }) })],
    ['with space before it', 400, (file) => post({ query: ` \n\t${alias(file)}\n` })],
    ['with a byte order mark', 400, (file) => post({ query: `\ufeff${alias(file)}` })],
    ['with signs as numbers', 400, (file) => post({ query: alias(file).replace('"kind"', '"\\u006bind"') })],
    ['in a list', 400, (file) => post({ query: `[${alias(file)}]` })],
    ['as the only element of `query`', 400, (file) => post({ query: [alias(file)] })],
    ['as an object', 400, (file) => post({ query: parts(alias(file)) })],
    ['as text in text', 400, (file) => post({ query: JSON.stringify(alias(file)) })],
    ['in a batch', 400, (file) => post([{ query: alias(file) }, { query: alias(file) }])],
    ['by GET', 400, (file) => get([['query', alias(file)]])],
    [
      'by GET behind a good one',
      400,
      (file) =>
        get([
          ['query', '{ __typename }'],
          ['query', alias(file)],
        ]),
    ],
    ['by HEAD', 404, (file) => get([['query', alias(file)]], 'HEAD')],
    ['as the body itself', 400, (file) => asBody('application/graphql', alias(file))],
    ['as GraphQL, in capitals', 400, (file) => asBody('Application/GraphQL; charset=utf-8', alias(file))],
    ['as a form', 415, (file) => form({ query: alias(file) })],
    ['as plain text', 415, (file) => asBody('text/plain', JSON.stringify({ query: alias(file) }))],
    ['as lines of JSON', 415, (file) => asBody('application/x-ndjson', JSON.stringify({ query: alias(file) }))],
    ['as JSON with another name', 415, (file) => asBody('application/graphql+json', alias(file))],
    ['without a type', 415, (file) => asBody('', JSON.stringify({ query: alias(file) }))],
    ['with `operationName`', 400, (file) => post({ query: named(file), operationName: inAlias(file) })],
    ['with variables', 400, (file) => post({ query: alias(file), variables: { a: 1 } })],
    ['with a directive', 400, (file) => post({ query: variable(file), variables: { [inName(file)]: true } })],
    ['as a persisted query', 400, (file) => post({ query: alias(file), persisted: true })],
    [
      'as a persisted query of Apollo',
      400,
      (file) =>
        post({ query: alias(file), extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
    ],
    ['in a fragment', 400, (file) => post({ query: fragment(file) })],
  ];

  it.each(ways)('is refused as a document that somebody else has parsed: %s', async (way, status, attack) => {
    for (let time = 0; time < TIMES; time++) {
      const answer = await attack(`way-${ways.findIndex(([name]) => name === way)}`);
      expect(answer).toMatchObject({ status });
      expect(answer.text).not.toContain('"data":{');
    }
  });

  it('is refused with anything in the place of any name or value, when somebody else has parsed it', async () => {
    const breakOuts = (file: string) => [
      inAlias(file),
      `x"] || ${code(file)} || ["`,
      `a' + ${code(file)} + '`,
      `a; ${code(file)}; //`,
      `\${${code(file)}}`,
    ];
    const seen = new Set<string>();
    for (const [index, text] of breakOuts('place').entries()) {
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
    const values = (file: string) => [
      `${dates}${code(file)}`,
      `${dates}0)+${code(file)}+(0`,
      '__MAGIC_NAN__57f286b9_4c20_487f_b409_79804ddcb4f8',
      '__MAGIC_PLUS_INFINITY__bb201c39_3333_4695_b4ad_7f1722e7aa7a',
      inAlias(file),
      `\${${code(file)}}`,
      `\u2028${code(file)}//`,
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
    for (const value of values('value')) {
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
    const text = JSON.stringify(`__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d${code('argument')}`);
    const textOf: ArgumentText = ({ name, type }) => {
      const of = getNamedType(type as Parameters<typeof getNamedType>[0]);
      if (name === 'by') return 'service';
      return ['String', 'ID', 'DateTime'].includes(String(of)) ? text : null;
    };
    const documents = [
      ...questionsOfSchema(textOf).questions,
      ...filterQuestions(() => [text, `[${text}]`], textOf),
    ].flatMap(({ document }) => (document.includes(text) ? [document] : []));
    expect(documents.length).toBeGreaterThan(100);
    for (const query of new Set(documents)) {
      for (let time = 0; time < TIMES; time++) {
        expect([200, 400]).toContain((await post({ query })).status);
      }
    }
  });

  it('is answered for the operation that it names, however often another one of the text was asked', async () => {
    const query = 'query A { a: __typename } query B { b: __typename }';
    for (const [operationName, text] of ['A', 'A', 'A', 'B', 'B', 'A'].map((name) => [name, name.toLowerCase()])) {
      expect(JSON.parse((await post({ query, operationName })).text)).toEqual({ data: { [text ?? '']: 'Query' } });
    }
  });

  it('is no mutation unless it is a POST', async () => {
    const { client: admin } = product;
    const count = async () => (await admin.ask('{ apiTokens { totalCount } }')).data.apiTokens.totalCount as number;
    const before = await count();
    const query = `query Q { __typename }
      mutation M { createToken(name: "x", role: viewer, environments: [], labels: []) { secret } }`;
    const authorization = `Bearer ${admin.token}`;
    for (const method of ['GET', 'HEAD']) {
      for (const operationName of ['M', 'Q', 'N', '']) {
        const parameters = new URLSearchParams({ query, operationName });
        const { status } = await fetch(`${admin.url}/graphql?${parameters.toString()}`, {
          method,
          headers: { authorization },
        });
        expect({ method, operationName, isServed: status < 500 }).toEqual({ method, operationName, isServed: true });
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

  it('is never made into code: not where it is taken, folded, asked for or exported', async () => {
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
    // What is compiled once, as soon as it is needed, is compiled now.
    await upload('keystone');
    await ask();
    const said = processes.map(({ output }) => output.length);
    for (const text of ['a": (x()), "b', '${x()}', `x'] || x() || ['`, '*/ x() /*', '__MAGIC_NAN__'])
      await upload(text);
    expect((await ask()).results.map(({ hostName }) => hostName)).toContain('${x()}');
    for (const [at, { output }] of processes.entries()) expect(output.slice(said[at])).not.toContain('made code');
  });
});
