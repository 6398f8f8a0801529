import { runAccessCommand } from '../../apps/api/src/gate/tokens/command/access-command.js';
import { aRun, aTask } from '../support/a-run.js';
import { ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { withToken, type TokenInput } from '../support/tokens.js';

const NOW = Date.now();

describe('tokens', () => {
  let product: Product;
  let admin: ApiClient;
  const run = aRun().with(aTask().okOn('ctl-001'));

  beforeAll(async () => {
    product = await Product.start();
    admin = product.client;
  });
  afterAll(() => product.stop());

  const revoke = async (id: string) => {
    const { data } = await admin.ask(
      'mutation ($id: ID!) { revokeToken(id: $id) { token { revokedAt } userErrors { code } } }',
      { id },
    );
    return data.revokeToken;
  };
  const status = async (client: ApiClient, path: string) =>
    (await fetch(`${client.url}${path}`, { headers: { authorization: `Bearer ${client.token}` } })).status;
  const graphqlStatus = async (client: ApiClient) =>
    (
      await fetch(`${client.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
        body: '{"query":"{ me { name } }"}',
      })
    ).status;

  it.each([
    ['reporter', { upload: 202, graphql: 403, export: 403, metrics: 403 }],
    ['viewer', { upload: 403, graphql: 200, export: 403, metrics: 200 }],
    ['operator', { upload: 403, graphql: 200, export: 403, metrics: 200 }],
    ['auditor', { upload: 403, graphql: 200, export: 200, metrics: 200 }],
    ['admin', { upload: 202, graphql: 200, export: 200, metrics: 200 }],
  ] as const)('let a %s do what it may, and nothing else', async (role, expected) => {
    const { client } = await withToken(admin, { role });
    expect({
      upload: (await client.upload(run.id, run.events())).status,
      graphql: await graphqlStatus(client),
      export: await status(client, '/api/export/changes.csv'),
      metrics: await status(client, '/metrics'),
    }).toEqual(expected);
  });

  it.each([
    ['viewer', { act: false, audit: false, administer: false }],
    ['operator', { act: true, audit: false, administer: false }],
    ['auditor', { act: false, audit: true, administer: false }],
    ['admin', { act: true, audit: true, administer: true }],
  ] as const)('let a %s do those mutations that it may', async (role, expected) => {
    const { client } = await withToken(admin, { role });
    const isLet = async (document: string) => {
      const { errors } = await client.ask(document);
      if (errors === undefined) return true;
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      return false;
    };
    const acts = [
      'mutation { replayDeadLetters(ids: ["0"]) { replayed } }',
      ...[
        'resolveFailureGroup(id: "x")',
        'reopenFailureGroup(id: "x")',
        'annotateFailureGroup(id: "x", text: "y")',
      ].map((act) => `mutation { ${act} { userErrors { code } } }`),
    ];
    for (const act of acts) expect(await isLet(act)).toBe(expected.act);
    expect(await isLet('{ auditLog(first: 1) { nodes { id } } }')).toBe(expected.audit);
    expect(await isLet('{ apiTokens(first: 1) { nodes { id } } }')).toBe(expected.administer);
    expect(await isLet('mutation { revokeToken(id: "0") { userErrors { code } } }')).toBe(expected.administer);
    expect(
      await isLet('mutation { createToken(name: "x", role: viewer, expiresAt: "2020-01-01T00:00:00Z") { secret } }'),
    ).toBe(expected.administer);
  });

  it('are shown once, stored as digests, and listed', async () => {
    const expiresAt = new Date(NOW + 3_600_000).toISOString();
    const wish: TokenInput = { name: 'grafana', role: 'viewer', environments: ['kolla'], labels: ['a'], expiresAt };
    const { client, token } = await withToken(admin, wish);
    expect(token).toMatchObject({ ...wish, createdBy: 'admin' });
    expect(Buffer.from(client.token.slice(3), 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    const { data: me } = await client.ask('{ me { name role environments labels permissions } }');
    const { name, role, environments, labels } = wish;
    expect(me.me).toEqual({ name, role, environments, labels, permissions: ['read'] });

    const listed = await eventually(async () => {
      const { data } = await admin.ask('{ apiTokens { nodes { id name role lastUsedAt expiresAt revokedAt } } }');
      const found = data.apiTokens.nodes.find(({ id }: { id: string }) => id === token.id);
      return found.lastUsedAt === null ? null : (found as Record<string, unknown>);
    });
    expect(listed).toMatchObject({ name: 'grafana', expiresAt, revokedAt: null });
    const dataSource = await product.database.connect();
    const rows = await dataSource.query<object[]>(`SELECT api_token::text AS row FROM api_token`);
    expect(JSON.stringify(rows)).not.toContain(client.token.slice(3));
  });

  it('are refused when revoked, at once, and when they have expired', async () => {
    const { client, token } = await withToken(admin, { role: 'viewer' });
    expect(await graphqlStatus(client)).toBe(200);
    expect(await revoke(token.id)).toMatchObject({ token: { revokedAt: expect.any(String) }, userErrors: [] });
    expect(await graphqlStatus(client)).toBe(401);
    expect(await revoke(token.id)).toMatchObject({ userErrors: [{ code: 'already_revoked' }] });

    const { client: short } = await withToken(admin, {
      role: 'viewer',
      expiresAt: new Date(Date.now() + 1_500).toISOString(),
    });
    expect(await graphqlStatus(short)).toBe(200);
    await eventually(async () => (await graphqlStatus(short)) === 401);
  });

  it.each([
    [{ role: 'reporter', environments: ['kolla'] }, 'scope_not_possible'],
    [{ role: 'admin', labels: ['a'] }, 'scope_not_possible'],
    [{ role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' }, 'expired_already'],
  ] as const)('are not made as %j', async (wish, code) => {
    const { userErrors, token } = await withToken(admin, wish as unknown as TokenInput);
    expect({ userErrors, token }).toMatchObject({ userErrors: [{ code }], token: null });
  });

  it('keep the last one that can make others', async () => {
    const { data } = await admin.ask('{ apiTokens(first: 100) { nodes { id name role revokedAt } } }');
    const admins = data.apiTokens.nodes.filter(
      ({ role, revokedAt }: Record<string, string | null>) => role === 'admin' && revokedAt === null,
    );
    for (const { id, name } of admins) if (name !== 'admin') await revoke(id);
    const { id } = admins.find(({ name }: { name: string }) => name === 'admin');
    expect(await revoke(id)).toMatchObject({ userErrors: [{ code: 'last_admin' }] });
    expect(await graphqlStatus(admin)).toBe(200);
  });

  it('are made, listed and revoked at the command line of the server', async () => {
    const dataSource = await product.database.connect();
    const access = (args: string[]) => runAccessCommand((work) => work(dataSource), args);
    const said = await access(['create', 'ci', '--role', 'operator', '--environment', 'kolla']);
    const client = new ApiClient(admin.url, said.trim().split('\n').at(-1)!);
    const { data } = await client.ask('{ me { name role environments } }');
    expect(data.me).toEqual({ name: 'ci', role: 'operator', environments: ['kolla'] });
    const line = (await access(['list'])).split('\n').find((each) => each.includes('\tci\t'))!;
    expect(line).toMatch(/^\d+\toperator\tci\tenvironment kolla, /);
    await access(['revoke', line.split('\t')[0]!]);
    await eventually(async () => (await graphqlStatus(client)) === 401);
    for (const wrong of [[], ['create', 'x'], ['create', 'x', '--role', 'god'], ['revoke', 'ci'], ['list', 'x']]) {
      await expect(access(wrong)).rejects.toThrow(/^error: [^]*Usage|^Usage/);
    }
    const unused = () => Promise.reject(new Error('no database'));
    expect(await runAccessCommand(unused, ['create', '--help'])).toContain('--role <role>');
    for (const name of ['two\nlines', '\u001b[31mred', '', 'x'.repeat(101)]) {
      await expect(access(['create', name, '--role', 'viewer'])).rejects.toThrow(/one line/);
    }
  });

  it('leave their traces in the audit log, which nobody can change', async () => {
    const { client, token } = await withToken(admin, { role: 'auditor', name: 'audited' });
    await status(client, '/api/export/deployments.csv?service=keystone');
    const { data } = await client.ask(
      `{ auditLog(filter: { action: ["token.created", "export.deployments"] }, first: 100) {
        nodes { action actor address subject details }
      } }`,
    );
    expect(data.auditLog.nodes).toEqual(
      expect.arrayContaining([
        // That of the first start.
        expect.objectContaining({ actor: 'server', address: null, subject: 'token 1 "admin"' }),
        expect.objectContaining({
          action: 'token.created',
          actor: 'admin',
          address: '127.0.0.1',
          subject: `token ${token.id} "audited"`,
          details: { role: 'auditor', environments: [], labels: [], expiresAt: null },
        }),
        expect.objectContaining({
          action: 'export.deployments',
          actor: 'audited',
          details: { format: 'csv', filter: { service: 'keystone' } },
        }),
      ]),
    );
    const dataSource = await product.database.connect();
    for (const change of ['UPDATE audit_entry SET actor = $$x$$', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry']) {
      await expect(dataSource.query(change)).rejects.toThrow(/only grows/);
    }
  });

  // Last: it locks this address out for a minute.
  it('cannot be guessed: an address with too many wrong ones is locked out, those that were good go on', async () => {
    const { client: good } = await withToken(admin, { role: 'viewer' });
    expect(await graphqlStatus(good)).toBe(200);
    const { client: unused } = await withToken(admin, { role: 'viewer' });
    const answers: number[] = [];
    for (let guess = 0; guess < 30; guess++) answers.push(await graphqlStatus(new ApiClient(admin.url, `pl_${guess}`)));
    // Some were spent by the tests before.
    expect(answers.indexOf(429)).toBeGreaterThan(10);
    expect(new Set(answers.slice(answers.indexOf(429)))).toEqual(new Set([429]));
    expect(answers.indexOf(429)).toBeLessThanOrEqual(20);
    expect(await graphqlStatus(unused)).toBe(429);
    expect(await graphqlStatus(good)).toBe(200);
    const { data } = await admin.ask('{ auditLog(filter: { actor: "unknown" }) { nodes { action address } } }');
    const failures = data.auditLog.nodes.map(({ action }: { action: string }) => action);
    expect(failures.slice(0, 1)).toEqual(['sign_in.locked_out']);
    expect(failures.length).toBeLessThan(5);
  });
});

describe('a token that asks too much', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { REQUESTS_PER_MINUTE: '20' } });
  });
  afterAll(() => product.stop());

  it('is asked to wait, and others are not', async () => {
    const { url, token } = product.client;
    const ask = (by: string) => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${by}` } });
    const { client: other } = await withToken(product.client, { role: 'viewer' });
    const statuses: number[] = [];
    for (let asked = 0; asked < 25; asked++) statuses.push((await ask(token)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(19);
    const refused = await ask(token);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(other.token)).status).toBe(200);
    expect((await product.client.upload('x', [])).status).toBe(400);
  });
});
