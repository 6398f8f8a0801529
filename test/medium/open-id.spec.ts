import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { OpenIdProvider, PEOPLE } from '../support/open-id-provider.js';
import { Product } from '../support/product.js';
import { Visitor } from '../support/visitor.js';

const ASK_ME = '{ me { name role environments } runs { totalCount } }';
const PAGE = { 'x-playledger-page': '1' };

describe('signing in by an OpenID provider', () => {
  let provider: OpenIdProvider;
  let product: Product;
  const run = aRun().with(aTask().okOn('ctl-001'));

  beforeAll(async () => {
    provider = await OpenIdProvider.create();
    product = await Product.start({ env: (url) => ({ ...provider.settings(url), TRUSTED_PROXIES: '127.0.0.1' }) });
    await product.client.upload(run.id, run.events());
    await eventually(async () => (await product.client.ask('{ runs { totalCount } }')).data.runs.totalCount === 1);
  });
  afterAll(async () => {
    await product.stop();
    await provider.stop();
  });

  const url = () => product.client.url;
  const home = () => new RegExp(`^${url()}/[?#]`);

  /** Answers where the browser ends. */
  const signIn = async (visitor: Visitor, login: string, place = '/runs') => {
    const form = await visitor.go(`${url()}/auth/sign-in?place=${encodeURIComponent(place)}`);
    const consent = await visitor.send(form, { login, password: 'any' });
    return visitor.send(consent, {}, home());
  };
  const ask = async (visitor: Visitor, headers: Record<string, string> = PAGE, document = ASK_ME) => {
    const { status, text } = await visitor.go(`${url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: document }),
    });
    return { status, answer: JSON.parse(text) };
  };
  let senders = 0;
  // Each from an address of its own: so many wrong ones would lock it out.
  const askWith = (token: string) =>
    ask(new Visitor(), { authorization: `Bearer ${token}`, 'x-forwarded-for': `192.0.2.${(senders += 1)}` });
  const statusWith = async (token: string) => (await askWith(token)).status;
  const audited = async (action: string) => {
    const { data } = await product.client.ask(
      'query ($action: [String!]) { auditLog(filter: { action: $action }, first: 1) { nodes { actor subject details } } }',
      { action: [action] },
    );
    return data.auditLog.nodes[0];
  };

  it('says so while the provider is not there, and works as soon as it is', async () => {
    const { address } = await new Visitor().go(`${url()}/auth/sign-in`, {}, home());
    expect(address).toBe(`${url()}/?refused=unavailable`);
    const logout = await fetch(`${url()}/auth/back-channel-logout`, { method: 'POST' });
    expect(logout.status).toBe(503);
    await provider.start(url());
    const { text } = await new Visitor().go(`${url()}/auth/sign-in`);
    expect(text).toContain('name="login"');
  });

  it('gives the role of the first rule that fits, in cookies that no script reads', async () => {
    const visitor = new Visitor();
    const { address, headers } = await signIn(visitor, 'bob', '/runs?q=status:failed');
    expect(address).toBe(`${url()}/#/runs?q=status:failed`);
    const session = headers.getSetCookie().find((cookie) => cookie.startsWith('playledger_session='));
    expect(session).toBeDefined();
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=43200']) expect(session).toContain(part);
    expect(await ask(visitor)).toMatchObject({
      status: 200,
      answer: { data: { me: { name: 'bob', role: 'operator', environments: [] }, runs: { totalCount: 1 } } },
    });
    expect(await audited('sign_in.succeeded')).toMatchObject({
      actor: 'bob',
      subject: `${provider.issuer} bob`,
      details: { role: 'operator' },
    });
  });

  it('keeps to the scope of the rule', async () => {
    const visitor = new Visitor();
    await signIn(visitor, 'carol');
    expect((await ask(visitor)).answer.data).toEqual({
      me: { name: 'carol', role: 'viewer', environments: ['testbed'] },
      runs: { totalCount: 0 },
    });
  });

  it('refuses whom no rule is for, and writes that down', async () => {
    const visitor = new Visitor();
    expect((await signIn(visitor, 'mallory')).address).toBe(`${url()}/?refused=no_role`);
    expect(visitor.cookies.has('playledger_session')).toBe(false);
    expect(await audited('sign_in.refused')).toMatchObject({ actor: 'mallory', subject: `${provider.issuer} mallory` });
  });

  it("counts a cookie for nothing that another site's page may have sent", async () => {
    const visitor = new Visitor();
    await signIn(visitor, 'alice');
    expect((await ask(visitor, {})).status).toBe(401);
    const signOut = await visitor.go(`${url()}/auth/sign-out`, { method: 'POST' });
    expect(signOut.status).toBe(200);
    expect((await ask(visitor)).status).toBe(200);
    // Nor may such a page set the header: it would have to be allowed to.
    const preflight = await fetch(`${url()}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-playledger-page',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.ok).toBe(false);
  });

  it('ends a session here and at the provider', async () => {
    const visitor = new Visitor();
    await signIn(visitor, 'alice');
    const stolen = new Visitor();
    for (const [name, value] of visitor.cookies) stolen.cookies.set(name, value);
    const { text } = await visitor.go(`${url()}/auth/sign-out`, { method: 'POST', headers: PAGE });
    const { address } = JSON.parse(text) as { address: string };
    expect(visitor.cookies.has('playledger_session')).toBe(false);
    expect((await ask(stolen)).status).toBe(401);
    const back = await visitor.send(await visitor.go(address), { logout: 'yes' }, new RegExp(`^${url()}/$`));
    expect(back.address).toBe(`${url()}/`);
    expect(await audited('session.ended')).toMatchObject({ actor: 'alice' });
    // Somebody who signed out must say again who he is.
    expect((await visitor.go(`${url()}/auth/sign-in`)).text).toContain('name="login"');
  });

  it('ends the session that the browser had when somebody signs in anew', async () => {
    const [visitor, elsewhere, other] = [new Visitor(), new Visitor(), new Visitor()];
    await signIn(visitor, 'bob');
    await signIn(elsewhere, 'bob');
    for (const [name, value] of visitor.cookies) other.cookies.set(name, value);
    expect((await ask(other)).status).toBe(200);
    // The provider knows him still, and asks nothing.
    await visitor.go(`${url()}/auth/sign-in`, {}, home());
    expect(visitor.cookies.get('playledger_session')).not.toBe(other.cookies.get('playledger_session'));
    expect([(await ask(visitor)).status, (await ask(other)).status, (await ask(elsewhere)).status]).toEqual([
      200, 401, 200,
    ]);
    expect(await audited('session.ended')).toMatchObject({ actor: 'bob', subject: `${provider.issuer} bob` });
  });

  it('ends none when nobody signs in, nor a token that is no session', async () => {
    const visitor = new Visitor();
    await signIn(visitor, 'bob');
    const kept = new Map(visitor.cookies);
    // Another person at the same browser, for whom there is no role.
    const mallory = new Visitor();
    mallory.cookies.set('playledger_session', kept.get('playledger_session') ?? '');
    expect((await signIn(mallory, 'mallory')).address).toBe(`${url()}/?refused=no_role`);
    expect((await ask(visitor)).status).toBe(200);
    const admin = new Visitor();
    admin.cookies.set('playledger_session', product.client.token);
    expect((await signIn(admin, 'bob')).address).toBe(`${url()}/#/runs`);
    expect((await product.client.ask('{ me { name } }')).data.me.name).toBe('admin');
  });

  it('takes the answer of the provider once, and from the browser that asked only', async () => {
    const visitor = new Visitor();
    const form = await visitor.go(`${url()}/auth/sign-in`);
    const callback = new RegExp(`^${url()}/auth/callback`);
    const consent = await visitor.send(form, { login: 'bob', password: 'any' });
    const { address } = await visitor.send(consent, {}, callback);

    expect((await new Visitor().go(address, {}, home())).address).toContain('refused=expired');
    const other = new Visitor();
    await other.go(`${url()}/auth/sign-in`);
    expect((await other.go(address, {}, home())).address).toContain('refused=failed');
    const kept = new Map(visitor.cookies);
    expect((await visitor.go(address, {}, home())).address).toBe(`${url()}/#/`);
    // Not even with the cookies of then.
    for (const [name, value] of kept) other.cookies.set(name, value);
    expect((await other.go(address, {}, home())).address).toContain('refused=failed');
  });

  it('leads nowhere but to our own page', async () => {
    for (const place of ['//evil.example.org', 'https://evil.example.org', '/\r\nset-cookie: a=b', '/\\evil']) {
      const { address } = await signIn(new Visitor(), 'bob', place);
      expect(new URL(address).origin).toBe(url());
    }
  });

  it('shows sessions among the tokens, and admins end them', async () => {
    const visitor = new Visitor();
    await signIn(visitor, 'bob');
    const { data } = await product.client.ask('{ apiTokens(first: 1) { nodes { id name isSession expiresAt } } }');
    const [session] = data.apiTokens.nodes;
    expect(session).toMatchObject({ name: 'bob', isSession: true });
    await product.client.ask('mutation ($id: ID!) { revokeToken(id: $id) { userErrors { code } } }', {
      id: session.id,
    });
    expect((await ask(visitor)).status).toBe(401);
  });

  describe('that ends sessions itself', () => {
    const event = 'http://schemas.openid.net/event/backchannel-logout';
    const tell = async (token: string) => {
      const body = new URLSearchParams({ logout_token: token });
      const response = await fetch(`${url()}/auth/back-channel-logout`, { method: 'POST', body });
      expect(response.headers.get('cache-control')).toBe('no-store');
      return { status: response.status, said: await response.text() };
    };
    let told = 0;
    const logoutToken = (claims: Record<string, unknown> = {}) =>
      provider.sign({
        sub: 'bob',
        groups: undefined,
        jti: `logout-${(told += 1)}`,
        events: { [event]: {} },
        exp: 120,
        ...claims,
      });
    const signedIn = async (login: string) => {
      const visitor = new Visitor();
      await signIn(visitor, login);
      return visitor;
    };
    const isIn = async (visitor: Visitor) => (await ask(visitor)).status === 200;

    it('ends the session here that somebody ends there, and no other', async () => {
      const [one, other, carol] = [await signedIn('bob'), await signedIn('bob'), await signedIn('carol')];
      expect(await isIn(one)).toBe(true);
      // As another service would lead there.
      const page = await one.go(`${provider.issuer}/session/end`);
      expect((await one.send(page, { logout: 'yes' })).status).toBe(200);
      expect([await isIn(one), await isIn(other), await isIn(carol)]).toEqual([false, true, true]);
      expect(await audited('session.ended')).toEqual({
        actor: 'OpenID provider',
        subject: `${provider.issuer} bob`,
        details: { session: 'bob' },
      });
    });

    it('ends all sessions of a person when it names none', async () => {
      const [one, other, carol] = [await signedIn('bob'), await signedIn('bob'), await signedIn('carol')];
      expect(await tell(await logoutToken())).toEqual({ status: 200, said: '' });
      expect([await isIn(one), await isIn(other), await isIn(carol)]).toEqual([false, false, true]);
    });

    it('says a thing once', async () => {
      const token = await logoutToken();
      expect((await tell(token)).status).toBe(200);
      const later = await signedIn('bob');
      expect(await tell(token)).toMatchObject({ status: 400, said: expect.stringContaining('was used before') });
      expect(await isIn(later)).toBe(true);
    });

    it('is believed only when it is it, speaks to us, now, and of a logout', async () => {
      const bob = await signedIn('bob');
      const [header = '', payload = '', signature = ''] = (await logoutToken()).split('.');
      const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const wrong = {
        'a session that nobody has here': await logoutToken({ sid: 'another' }),
        'a person who is not here': await logoutToken({ sub: 'bo' }),
        'of another issuer': await logoutToken({ iss: 'https://evil.example.org' }),
        'for another service': await logoutToken({ aud: 'grafana' }),
        'too old': await logoutToken({ iat: -700 }),
        'of a time to come': await logoutToken({ iat: 120, exp: 300 }),
        expired: await logoutToken({ iat: -120, exp: -60 }),
        'an ID token': await logoutToken({ events: undefined, at_hash: 'x' }),
        'with a nonce': await logoutToken({ nonce: 'x' }),
        'of another event': await logoutToken({ events: { 'https://example.org/event': {} } }),
        'of an event that is none': await logoutToken({ events: { [event]: true } }),
        'without a number': await logoutToken({ jti: undefined }),
        'about nothing': await logoutToken({ sub: undefined }),
        'about somebody who is no text': await logoutToken({ sub: { a: 1 } }),
        'without a signature': `${encoded({ alg: 'none' })}.${payload}.`,
        'with another payload': `${header}.${encoded({ ...JSON.parse(atob(payload)), jti: 'x' })}.${signature}`,
        nothing: '',
      };
      for (const [what, token] of Object.entries(wrong)) {
        const isOfNobody = what.startsWith('a ');
        const { status, said } = await tell(token);
        expect({ what, status }).toEqual({ what, status: isOfNobody ? 200 : 400 });
        expect(said === '' ? {} : JSON.parse(said)).toEqual(
          isOfNobody ? {} : { error: 'invalid_request', error_description: expect.any(String) },
        );
      }
      expect((await fetch(`${url()}/auth/back-channel-logout`, { method: 'POST' })).status).toBe(400);
      expect((await fetch(`${url()}/auth/back-channel-logout`)).status).toBe(404);
      expect(await isIn(bob)).toBe(true);
    });
  });

  describe('with a bearer token of the provider', () => {
    const accessToken = (claims: JWTPayload) => provider.sign(claims, 'at+jwt');

    it('takes one that is meant for us', async () => {
      expect(await askWith(await provider.programToken())).toMatchObject({
        status: 200,
        answer: { data: { me: { name: 'grafana', role: 'viewer', environments: ['testbed'] } } },
      });
    });

    it('takes none that tells who signed in, though the provider marks neither kind', async () => {
      const visitor = new Visitor();
      await signIn(visitor, 'bob');
      const idToken = visitor.cookies.get('playledger_id_token') ?? '';
      const { typ, at_hash: hash, aud, groups } = decodeJwt(idToken);
      expect({ typ, hash, aud, groups, header: decodeProtectedHeader(idToken).typ }).toEqual({
        ...{ typ: undefined, hash: undefined, aud: 'playledger', groups: PEOPLE.bob, header: undefined },
      });
      expect(await statusWith(idToken)).toBe(401);
      // As from a refresh: nothing in it tells of a sign-in.
      const { nonce: _nonce, ...refreshed } = decodeJwt(idToken);
      expect(await statusWith(await provider.sign({ ...refreshed, iat: 0, exp: 600 }))).toBe(401);
      expect(await statusWith(await provider.sign({ ...refreshed, iat: 0, exp: 600 }, 'JWT'))).toBe(401);
      expect(product.apis[0]?.output).toMatch(/is not marked as an access token.*OIDC_AUDIENCE/);
    });

    it.each<[string, JWTPayload, string | undefined, number]>([
      ['says so as RFC 9068 has it', {}, 'at+jwt', 200],
      ['says so as RFC 9068 has it, at length', {}, 'application/AT+JWT', 200],
      ['says so as Keycloak does', { typ: 'Bearer', azp: 'grafana' }, 'JWT', 200],
      ['says so as an older Keycloak does, of a person', { typ: 'Bearer', azp: 'playledger', nonce: 'n' }, 'JWT', 200],
      ['says nothing', {}, undefined, 401],
      ['says only that it is a JWT', {}, 'JWT', 401],
      ['is an ID token of Keycloak', { typ: 'ID', azp: 'playledger' }, 'JWT', 401],
      ['is to be refreshed with', { typ: 'Refresh' }, 'JWT', 401],
      ['is bound to a key', { typ: 'DPoP' }, 'JWT', 401],
      ['ends sessions', { events: { x: {} } }, 'logout+jwt', 401],
      ['tells of another token', {}, 'token-introspection+jwt', 401],
      ['contradicts itself', { typ: 'ID' }, 'at+jwt', 401],
      ['belongs to another token', { at_hash: 'x' }, 'at+jwt', 401],
      ['belongs to a code', { c_hash: 'x', typ: 'Bearer' }, 'JWT', 401],
      ['tells of an event', { events: { x: {} }, typ: 'Bearer' }, 'JWT', 401],
    ])('takes what is an access token only: one that %s', async (_what, claims, typ, status) => {
      expect(await statusWith(await provider.sign(claims, typ))).toBe(status);
    });

    it('allows for half a minute between the clocks', async () => {
      expect((await askWith(await accessToken({ exp: -15 }))).status).toBe(200);
      const now = Math.floor(Date.now() / 1_000);
      expect((await askWith(await accessToken({ nbf: now + 15 }))).status).toBe(200);
      expect((await askWith(await accessToken({ exp: -120 }))).status).toBe(401);
      expect((await askWith(await accessToken({ nbf: now + 120 }))).status).toBe(401);
    });

    it('refuses all others alike', async () => {
      const good = await accessToken({});
      expect((await askWith(good)).status).toBe(200);
      const [header = '', payload = '', signature = ''] = good.split('.');
      const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const hs256 = `${encoded({ alg: 'HS256' })}.${encoded(claims)}`;
      const others = {
        'for another audience': await provider.programToken('grafana'),
        'of another issuer': await accessToken({ iss: 'https://evil.example.org' }),
        'without a group that has a role': await accessToken({ groups: ['everybody'] }),
        'that tells who signed in': await accessToken({ at_hash: 'x' }),
        'with other claims': `${header}.${encoded({ ...claims, groups: ['admins'] })}.${signature}`,
        'without a signature': `${encoded({ alg: 'none' })}.${payload}.`,
        'signed by a word': `${hs256}.${createHmac('sha256', 'playledger').update(hs256).digest('base64url')}`,
        'that is none': 'a.b.c',
      };
      for (const [what, token] of Object.entries(others)) {
        expect({ what, ...(await askWith(token)) }).toMatchObject({
          what,
          status: 401,
          answer: { error: { code: 'unauthenticated', message: 'This token is unknown, expired or revoked.' } },
        });
      }
    });

    it('follows a change of keys', async () => {
      const before = await accessToken({});
      await provider.stop();
      await provider.start(url());
      const after = await accessToken({});
      // So long we wait before we ask for keys again.
      await sleep(5_500);
      expect((await askWith(after)).status).toBe(200);
      expect((await askWith(before)).status).toBe(401);
      const visitor = new Visitor();
      await signIn(visitor, 'bob');
      expect((await ask(visitor)).status).toBe(200);
    }, 60_000);
  });
});

describe('with an audience of its own for bearer tokens', () => {
  let provider: OpenIdProvider;
  let product: Product;

  beforeAll(async () => {
    provider = await OpenIdProvider.create();
    product = await Product.start({
      workers: 0,
      env: (url) => ({ ...provider.settings(url), OIDC_AUDIENCE: 'urn:ledger' }),
    });
    await provider.start(product.client.url);
  });
  afterAll(async () => {
    await product.stop();
    await provider.stop();
  });

  it.each<[string, JWTPayload, string | undefined, number]>([
    ['is for it, and says no more', { aud: 'urn:ledger' }, undefined, 200],
    ['is for it, of a program', { aud: ['urn:ledger', 'urn:other'], azp: 'grafana' }, 'JWT', 200],
    ['is for it and marked', { aud: ['urn:ledger', 'playledger'] }, 'at+jwt', 200],
    ['is for the client', { aud: 'playledger' }, 'at+jwt', 401],
    ['is for the client too, and says no more', { aud: ['urn:ledger', 'playledger'] }, 'JWT', 401],
    ['was given to whom it is for', { aud: 'urn:ledger', azp: 'urn:ledger' }, 'JWT', 401],
    ['has a nonce', { aud: 'urn:ledger', nonce: 'x' }, 'JWT', 401],
    ['is of another kind', { aud: 'urn:ledger' }, 'logout+jwt', 401],
    ['is of another kind, as Keycloak says it', { aud: 'urn:ledger', typ: 'ID' }, 'JWT', 401],
  ])('takes what can be no ID token: one that %s', async (_what, claims, typ, status) => {
    const { url } = product.client;
    const response = await fetch(`${url}/graphql?query={me{name}}`, {
      headers: { authorization: `Bearer ${await provider.sign(claims, typ)}` },
    });
    expect(response.status).toBe(status);
  });
});

describe('without an OpenID provider', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ workers: 0 });
  });
  afterAll(() => product.stop());

  it('there is no such way in', async () => {
    const { url } = product.client;
    expect((await fetch(`${url}/auth/back-channel-logout`, { method: 'POST' })).status).toBe(404);
    expect(await (await fetch(`${url}/auth`)).json()).toEqual({ openId: false, signedInAs: null });
    for (const path of ['auth/sign-in', 'auth/callback']) expect((await fetch(`${url}/${path}`)).status).toBe(404);
  });
});
