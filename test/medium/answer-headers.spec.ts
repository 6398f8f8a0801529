import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { aRun, aTask } from '../support/a-run.js';
import { Product } from '../support/product.js';

/** What a browser must be told with every answer. */
const SECURE = {
  'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};
const JSON_BODY = { 'content-type': 'application/json' };
const NDJSON_BODY = { 'content-type': 'application/x-ndjson' };

interface Answer {
  status: number;
  headers: Record<string, string>;
}

describe('the headers of an answer', () => {
  let product: Product;
  let reporter: string;
  const run = aRun().with(aTask().okOn('ctl-001'));

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { REQUESTS_PER_MINUTE: '1000', TRUSTED_PROXIES: '127.0.0.1' } });
    const { data } = await product.client.ask('mutation { createToken(name: "r", role: reporter) { secret } }');
    reporter = data.createToken.secret;
  });
  afterAll(() => product.stop());

  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${product.client.url}${path}`, { redirect: 'manual', ...init });
    await response.arrayBuffer();
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  };
  /** Of bytes that need not be HTTP. */
  const write = async (bytes: string): Promise<Answer> => {
    const { hostname, port } = new URL(product.client.url);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    const [head = ''] = (await text(socket)).split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const headers = lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.replace(/^[^:]*: */, '')]);
    return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers) as Record<string, string> };
  };
  const mine = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${product.client.token}`, ...more });
  const upload = (init: RequestInit) => ask(`/api/ingest/v1/runs/${run.id}/batches`, { method: 'POST', ...init });
  const lockedOut = async (): Promise<Answer> => {
    const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': '192.0.2.7' };
    for (let guess = 0; guess < 20; guess++) await ask('/graphql', { headers });
    return ask('/graphql', { headers });
  };

  it.each<[string, number, () => Promise<Answer>]>([
    ['a query without a token', 401, () => ask('/graphql')],
    ['an export without a token', 401, () => ask('/api/export/changes.csv')],
    ['an upload without a token', 401, () => upload({})],
    [
      'a role that may not',
      403,
      () => ask('/graphql?query={me{name}}', { headers: { authorization: `Bearer ${reporter}` } }),
    ],
    ['a lock-out', 429, lockedOut],
    ['a query', 200, () => ask('/graphql?query={me{name}}', { headers: mine() })],
    ['a query that is none', 400, () => ask('/graphql?query={', { headers: mine() })],
    ['an export', 200, () => ask('/api/export/changes.csv', { headers: mine() })],
    ['an export that there is not', 404, () => ask('/api/export/changes.xlsx', { headers: mine() })],
    ['a ticket', 400, () => ask('/api/export/tickets', { method: 'POST', headers: mine(JSON_BODY), body: '{}' })],
    ['an upload', 202, () => upload({ headers: mine(NDJSON_BODY) })],
    ['an upload of another type', 415, () => upload({ headers: mine({ 'content-type': 'text/xml' }), body: '<a/>' })],
    [
      'an upload that is too large',
      413,
      () => upload({ headers: mine(NDJSON_BODY), body: Buffer.alloc(8 * 1024 * 1024 + 1, '\n') }),
    ],
    ['a way to sign in', 200, () => ask('/auth')],
    ['one that there is not', 404, () => ask('/auth/sign-in')],
    ['metrics', 200, () => ask('/metrics', { headers: mine() })],
    ['health', 200, () => ask('/healthz')],
    ['nothing', 404, () => ask('/nothing')],
    ['another method', 404, () => ask('/healthz', { method: 'DELETE' })],
    ['a path that cannot be read', 400, () => ask('/%zz')],
    ['a parameter that is too long', 414, () => ask(`/downloads/${'x'.repeat(2_000)}`)],
    ['a body that is no JSON', 400, () => ask('/graphql', { method: 'POST', headers: mine(JSON_BODY), body: '{' })],
    ['what is no HTTP', 400, () => write('nonsense\r\n\r\n')],
    ['headers that are too large', 431, () => write(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)],
    ['a request without a host', 400, () => write('GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n')],
    ['an expectation', 417, () => write('GET / HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\nconnection: close\r\n\r\n')],
  ])('of %s (%i) tell browsers what they may, and to keep nothing', async (_what, status, answer) => {
    const { status: answered, headers } = await answer();
    expect({ status: answered, ...headers }).toMatchObject({ status, ...SECURE, 'cache-control': 'no-store' });
  });

  it('of a server that fails say the same', async () => {
    const dataSource = await product.database.connect();
    await dataSource.query('ALTER TABLE audit_entry RENAME TO audit_entry_away');
    try {
      const { status, headers } = await ask('/api/export/changes.csv', { headers: mine() });
      expect({ status, ...headers }).toMatchObject({ status: 500, ...SECURE, 'cache-control': 'no-store' });
    } finally {
      await dataSource.query('ALTER TABLE audit_entry_away RENAME TO audit_entry');
    }
  });

  it('let browsers keep the files of the page, and ask whether they are still the same', async () => {
    const page = readFileSync(join(process.cwd(), 'dist/apps/web/index.html'), 'utf8');
    const [, script = ''] = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(page) ?? [];
    for (const path of ['/', '/index.html', `/${script}`, '/graphiql/']) {
      const { status, headers } = await ask(path);
      expect({ path, status, ...headers }).toMatchObject({ path, status: 200, ...SECURE, etag: expect.any(String) });
      expect({ path, cached: headers['cache-control'] }).toEqual({ path, cached: 'public, max-age=0' });
      const again = await request(product.client.url)
        .get(path)
        .set('if-none-match', headers.etag ?? '');
      expect({ path, status: again.status }).toEqual({ path, status: 304 });
    }
    const { headers: ofMenus } = await ask('/graphiql/');
    expect(ofMenus['content-security-policy']).toMatch(/default-src 'self'.*;style-src 'self' 'unsafe-inline'$/);
  });
});
