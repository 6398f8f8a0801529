import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from '../support/api-client.js';
import { Keycloak, signInFields } from '../support/keycloak.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';
import { Visitor } from '../support/visitor.js';
import { WebBrowser, type Tab } from '../support/web-browser.js';

const ASK_ME = '{ me { name role environments permissions } runs { totalCount } }';
const PAGE = { 'x-playledger-page': '1' };
/** So long we keep the provider's keys before a token with another one makes us ask again. */
const KEYS_COOLDOWN_MS = 5_500;

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** With the realm of docs/keycloak-realm.json, imported as that file stands but for addresses and secrets. */
describe('signing in by Keycloak', () => {
  let keycloak: Keycloak;
  let product: Product;

  beforeAll(async () => {
    keycloak = await Keycloak.create(process.env.PLAYLEDGER_TEST_KEYCLOAK ?? '');
    product = await Product.start({ env: (url) => keycloak.settings(url) });
    await keycloak.start(product.client.url);
    const [recording] = [...RECORDINGS.values()];
    await loadRecording(recording ?? '', product.client);
    await eventually(async () => (await product.client.ask('{ runs { totalCount } }')).data.runs.totalCount === 1);
  });
  afterAll(async () => {
    await product.stop();
    await keycloak.stop();
  });

  const url = () => product.client.url;
  const home = () => new RegExp(`^${url()}/[?#]`);
  /** Answers where the browser ends. */
  const signIn = async (visitor: Visitor, login: string) => {
    const form = await visitor.go(`${url()}/auth/sign-in?place=/runs`);
    // Keycloak writes its addresses with entities.
    return visitor.send({ ...form, text: form.text.replaceAll('&amp;', '&') }, signInFields(login), home());
  };
  const signedIn = async (login: string) => {
    const visitor = new Visitor();
    expect((await signIn(visitor, login)).address).toBe(`${url()}/#/runs`);
    return visitor;
  };
  const ask = async (visitor: Visitor, headers: Record<string, string> = PAGE) => {
    const { status, text } = await visitor.go(`${url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: ASK_ME }),
    });
    return { status, answer: JSON.parse(text) };
  };
  const askWith = (token: string) => ask(new Visitor(), { authorization: `Bearer ${token}` });
  const isIn = async (visitor: Visitor) => (await ask(visitor)).status === 200;
  const audited = async (action: string) => {
    const { data } = await product.client.ask(
      'query ($action: [String!]) { auditLog(filter: { action: $action }, first: 1) { nodes { actor subject details } } }',
      { action: [action] },
    );
    return data.auditLog.nodes[0];
  };

  it('imports the realm as it is documented', async () => {
    const [client] = await keycloak.admin<Record<string, unknown>[]>('GET', '/clients?clientId=playledger');
    expect(client).toMatchObject({ publicClient: false, implicitFlowEnabled: false, frontchannelLogout: false });
    // The realm wants the proof that our sign-in has.
    const { address } = await new Visitor().go(
      `${keycloak.url}/realms/cloud/protocol/openid-connect/auth?client_id=playledger&response_type=code&scope=openid` +
        `&redirect_uri=${encodeURIComponent(`${url()}/auth/callback`)}`,
      {},
      new RegExp(`^${url()}/auth/callback`),
    );
    expect(new URL(address).searchParams.get('error_description')).toMatch(/code_challenge/);
  });

  it.each([
    ['alice', { role: 'admin', permissions: ['upload', 'read', 'operate', 'export', 'audit', 'administer'] }, 1],
    ['bob', { role: 'operator', permissions: ['read', 'operate'] }, 1],
    ['dora', { role: 'auditor', permissions: ['read', 'export', 'audit'] }, 1],
    ['carol', { role: 'viewer', environments: ['testbed'], permissions: ['read'] }, 0],
  ])('gives %s the role of the group, and its scope', async (name, told, totalCount) => {
    expect(await ask(await signedIn(name))).toMatchObject({
      status: 200,
      answer: { data: { me: { name, environments: [], ...told }, runs: { totalCount } } },
    });
    const subject = `${keycloak.url}/realms/cloud ${await keycloak.userId(name)}`;
    expect(await audited('sign_in.succeeded')).toMatchObject({ actor: name, subject, details: { role: told.role } });
  });

  it('refuses whom no rule is for', async () => {
    const visitor = new Visitor();
    expect((await signIn(visitor, 'mallory')).address).toBe(`${url()}/?refused=no_role`);
    expect(visitor.cookies.has('playledger_session')).toBe(false);
    expect(await audited('sign_in.refused')).toMatchObject({ actor: 'mallory' });
  });

  it('sees at the next sign-in that a group was taken away', async () => {
    const [user, [group]] = [
      await keycloak.userId('bob'),
      await keycloak.admin<{ id: string }[]>('GET', '/groups?exact=true&search=cloud-operators'),
    ];
    const path = `/users/${user}/groups/${group?.id ?? ''}`;
    const before = await signedIn('bob');
    await keycloak.admin('DELETE', path);
    expect((await signIn(new Visitor(), 'bob')).address).toBe(`${url()}/?refused=no_role`);
    expect(await isIn(before)).toBe(true);
    await keycloak.admin('PUT', path);
  });

  describe('whose administrator ends sessions', () => {
    const sessionsOf = async (login: string) =>
      keycloak.admin<{ id: string }[]>('GET', `/users/${await keycloak.userId(login)}/sessions`);

    it('ends the one that was ended there, and no other', async () => {
      const one = await signedIn('bob');
      const [session] = (await sessionsOf('bob')).slice(-1);
      await keycloak.admin('POST', `/users/${await keycloak.userId('bob')}/logout`);
      expect(await isIn(one)).toBe(false);
      const [two, three, carol] = [await signedIn('bob'), await signedIn('bob'), await signedIn('carol')];
      expect(session).toBeDefined();
      const [first] = await sessionsOf('bob');
      await keycloak.admin('DELETE', `/sessions/${first?.id ?? ''}`);
      expect([await isIn(two), await isIn(three)].sort()).toEqual([false, true]);
      expect(await isIn(carol)).toBe(true);
      expect(await audited('session.ended')).toMatchObject({ actor: 'OpenID provider', details: { session: 'bob' } });
    });

    // What Keycloak tells nobody of, nobody can follow: docs/access.md says what to do instead.
    it('hears nothing of a person who was disabled, nor of all sessions of the realm', async () => {
      const [bob, carol] = [await signedIn('bob'), await signedIn('carol')];
      const path = `/users/${await keycloak.userId('bob')}`;
      await keycloak.admin('PUT', path, { enabled: false });
      expect(await isIn(bob)).toBe(true);
      await keycloak.admin('POST', `${path}/logout`);
      expect(await isIn(bob)).toBe(false);
      await keycloak.admin('PUT', path, { enabled: true });
      await keycloak.admin('POST', '/logout-all');
      expect(await isIn(carol)).toBe(true);
    });

    it('ends all sessions of a person', async () => {
      const [one, two, carol] = [await signedIn('bob'), await signedIn('bob'), await signedIn('carol')];
      await keycloak.admin('POST', `/users/${await keycloak.userId('bob')}/logout`);
      expect([await isIn(one), await isIn(two), await isIn(carol)]).toEqual([false, false, true]);
    });
  });

  describe('with a bearer token of Keycloak', () => {
    it('takes that of a program of the realm', async () => {
      expect(await askWith(await keycloak.programToken())).toMatchObject({
        status: 200,
        answer: { data: { me: { name: 'service-account-grafana', role: 'auditor' }, runs: { totalCount: 1 } } },
      });
    });

    it('takes none that says who signed in, and none that ends sessions', async () => {
      const visitor = await signedIn('bob');
      const idToken = visitor.cookies.get('playledger_id_token') ?? '';
      expect(decodeJwt(idToken)).toMatchObject({ typ: 'ID', aud: 'playledger' });
      expect((await askWith(idToken)).status).toBe(401);
      const body = new URLSearchParams({ logout_token: idToken });
      expect((await fetch(`${url()}/auth/back-channel-logout`, { method: 'POST', body })).status).toBe(400);
      expect(await isIn(visitor)).toBe(true);
    });

    it('takes none that is for another service', async () => {
      const [client] = await keycloak.admin<{ id: string; protocolMappers: { id: string; name: string }[] }[]>(
        'GET',
        '/clients?clientId=grafana',
      );
      const mapper = client?.protocolMappers.find(({ name }) => name === 'audience');
      await keycloak.admin('DELETE', `/clients/${client?.id ?? ''}/protocol-mappers/models/${mapper?.id ?? ''}`);
      expect((await askWith(await keycloak.programToken())).status).toBe(401);
      await keycloak.admin('POST', `/clients/${client?.id ?? ''}/protocol-mappers/models`, { ...mapper });
      expect((await askWith(await keycloak.programToken())).status).toBe(200);
    });

    it('follows a change of keys', async () => {
      const before = await keycloak.programToken();
      const { kid } = decodeProtectedHeader(before);
      expect((await askWith(before)).status).toBe(200);
      const { id: parentId } = await keycloak.admin<{ id: string }>('GET', '');
      const components = '/components?type=org.keycloak.keys.KeyProvider';
      const old = (await keycloak.admin<{ id: string; name: string }[]>('GET', components)).find(
        ({ name }) => name === 'rsa-generated',
      );
      await keycloak.admin('POST', '/components', {
        name: 'rsa-next',
        providerId: 'rsa-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        parentId,
        config: { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
      });
      const after = await keycloak.programToken();
      expect(decodeProtectedHeader(after).kid).not.toBe(kid);
      await sleep(KEYS_COOLDOWN_MS);
      expect((await askWith(after)).status).toBe(200);
      // Passive keys still check what they signed.
      expect((await askWith(before)).status).toBe(200);
      const visitor = await signedIn('bob');

      await keycloak.admin('DELETE', `/components/${old?.id ?? ''}`);
      await keycloak.admin('POST', '/components', {
        name: 'rsa-third',
        providerId: 'rsa-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        parentId,
        config: { priority: ['300'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
      });
      await sleep(KEYS_COOLDOWN_MS);
      expect((await askWith(await keycloak.programToken())).status).toBe(200);
      expect((await askWith(before)).status).toBe(401);
      // A session here outlives the key, and ends there by a token that the new one signed.
      expect(await isIn(visitor)).toBe(true);
      await keycloak.admin('POST', `/users/${await keycloak.userId('bob')}/logout`);
      expect(await isIn(visitor)).toBe(false);
    }, 60_000);
  });

  withBrowser('in a browser', () => {
    let browser: WebBrowser;
    beforeAll(async () => {
      browser = await WebBrowser.launch(product.client);
    });
    afterAll(() => browser.close());

    const signInAs = async ({ page }: Tab, login: string) => {
      await page.getByRole('link', { name: 'Sign in with your account' }).click();
      const { username, password } = signInFields(login);
      await page.locator('#username').fill(username);
      await page.locator('#password').fill(password);
      await page.locator('#kc-login').click();
    };
    const open = () => browser.openSignedOut('#/runs', { others: [keycloak.url] });

    it.each(['alice', 'bob', 'dora', 'carol'])('lets %s in, and out again here and there', async (login) => {
      const tab = await open();
      const { page } = tab;
      await signInAs(tab, login);
      const signOut = page.getByRole('button', { name: `Sign out ${login}` });
      await signOut.waitFor();
      expect(page.url()).toContain(`${url()}/#/runs`);
      await page.reload();
      await signOut.waitFor();
      // What admins see of tokens and auditors of the log; who may not read, is not offered it.
      const hasAccess = login === 'alice' || login === 'dora';
      const access = page.getByRole('link', { name: 'Access' });
      if (hasAccess) await access.waitFor();
      await page.waitForLoadState('networkidle');
      expect(await access.count()).toBe(hasAccess ? 1 : 0);
      await tab.screenshot(`keycloak-${login}`);
      await signOut.click();
      await page.getByRole('link', { name: 'Sign in with your account' }).waitFor();
      expect(new URL(page.url()).origin).toBe(url());
      const cookies = await page.context().cookies(url());
      expect(cookies.filter(({ name }) => name.startsWith('playledger_'))).toEqual([]);
      // Keycloak asks again who one is.
      await page.getByRole('link', { name: 'Sign in with your account' }).click();
      await page.locator('#username').waitFor();
      await page.context().close();
    });

    it('says to mallory that there is no role for her', async () => {
      const tab = await open();
      await signInAs(tab, 'mallory');
      await tab.page.getByRole('alert').filter({ hasText: 'none of your groups' }).waitFor();
      await tab.page.context().close();
    });

    it('asks again for whom the administrator has signed out', async () => {
      const tab = await open();
      await signInAs(tab, 'bob');
      await tab.page.getByRole('button', { name: 'Sign out bob' }).waitFor();
      await keycloak.admin('POST', `/users/${await keycloak.userId('bob')}/logout`);
      await tab.page.reload();
      await tab.page.getByRole('link', { name: 'Sign in with your account' }).waitFor();
      await tab.page.context().close();
    });
  });
});
