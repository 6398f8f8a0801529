import { eventually } from '../support/api-client.js';
import { OpenIdProvider } from '../support/open-id-provider.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

const PAGE = { 'x-playledger-page': '1' };

describe('the cookie of a session', () => {
  const NAME = '__Host-playledger_session';
  let provider: OpenIdProvider;
  let product: Product;
  beforeAll(async () => {
    provider = await OpenIdProvider.create();
    product = await Product.start({
      workers: 0,
      env: (url) => ({
        ...provider.settings(url),
        PUBLIC_URL: 'https://ledger.example.org/',
        TRUSTED_PROXIES: '127.0.0.1',
      }),
    });
    await provider.start(product.client.url);
  });
  afterAll(async () => {
    await product.stop();
    await provider.stop();
  });

  it('is one that no neighbour could have planted', async () => {
    const { url, token } = product.client;
    const begun = await fetch(`${url}/auth/sign-in`, { redirect: 'manual' });
    expect(begun.headers.get('set-cookie')).toMatch(/^__Host-playledger_sign_in=.*; Path=\/; HttpOnly; Secure/);
    const statusWith = async (name: string) => {
      const headers = { ...PAGE, cookie: `${name}=${token}`, 'content-type': 'application/json' };
      return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ me { name } }"}' })).status;
    };
    expect([await statusWith(NAME), await statusWith('playledger_session')]).toEqual([200, 401]);
  });

  it('is no way to guess at sessions', async () => {
    const { url } = product.client;
    // Nobody has come with it yet.
    const { client: unused } = await withToken(product.client, { role: 'viewer', name: 'unused' });
    const whoIs = async (session: string, address: string) => {
      const cookie = `${NAME}=${session}`;
      const response = await fetch(`${url}/auth`, { headers: { ...PAGE, cookie, 'x-forwarded-for': address } });
      return ((await response.json()) as { signedInAs: string | null }).signedInAs;
    };
    for (let guess = 0; guess < 25; guess += 1) expect(await whoIs(`pl_${guess}`, '192.0.2.1')).toBeNull();
    expect(await whoIs(unused.token, '192.0.2.1')).toBeNull();
    expect(await whoIs(unused.token, '192.0.2.2')).toBe('unused');
    const { data } = await product.client.ask(
      '{ auditLog(filter: { actor: "unknown" }) { nodes { action address } } }',
    );
    expect(data.auditLog.nodes).toEqual([
      { action: 'sign_in.locked_out', address: '192.0.2.1' },
      { action: 'sign_in.failed', address: '192.0.2.1' },
    ]);
  });

  it('is not guessed at unseen behind failures of another kind', async () => {
    const { url } = product.client;
    for (let sent = 0; sent < 70; sent += 1) {
      const body = new URLSearchParams({ logout_token: 'a.b.c' });
      expect((await fetch(`${url}/auth/back-channel-logout`, { method: 'POST', body })).status).toBe(400);
    }
    const headers = { authorization: 'Bearer pl_x', 'x-forwarded-for': '192.0.2.3' };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(401);
    await eventually(async () => {
      const { data } = await product.client.ask('{ auditLog(first: 1) { nodes { action address } } }');
      const [{ action, address }] = data.auditLog.nodes;
      return action === 'sign_in.failed' && address === '192.0.2.3';
    });
  });
});
