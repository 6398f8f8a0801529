import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('exports', () => {
  let product: Product;
  let client: ApiClient;

  const diff = { before_header: '/etc/a', before: 'a="1"\n', after_header: '/etc/a', after: 'a="2"\n' };
  const deploy = aRun(
    { sudoUser: 'alice', configurationCommit: 'c0ffee', extraVars: { kolla_action: 'deploy' } },
    new Date('2026-11-20T23:59:59Z'),
  ).with(
    aTask({ name: 'keystone : Copying over config', action: 'template' })
      .on('ctl-001', 'changed', { result: { changed: true, diff } })
      .okOn('ctl-002'),
    aTask({ name: '=HYPERLINK("http://evil")', action: 'command' }).changedOn('ctl-002'),
  );
  const check = aRun({ sudoUser: 'bob', checkMode: true }, new Date('2026-11-21T10:00:00Z')).with(
    aTask().changedOn('ctl-001'),
  );

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const run of [deploy, check]) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs(filter: { status: [completed] }) { totalCount } }');
      return data.runs.totalCount === 2;
    });
  });
  afterAll(() => product.stop());

  const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${client.token}` }) =>
    fetch(`${client.url}${path}`, { headers });

  it('gives changes as CSV: quoted after RFC 4180, and with nothing that a spreadsheet would run', async () => {
    const response = await get('/api/export/changes.csv');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="changes.csv"');
    const line = ['2026-11-20T23:59:59.030Z', deploy.id, '', 'deploy', 'alice', 'c0ffee', 'keystone', 'ctl-001'];
    const second = ['2026-11-20T23:59:59.060Z', deploy.id, '', 'deploy', 'alice', 'c0ffee', 'keystone', 'ctl-002'];
    expect(await response.text()).toBe(
      [
        'occurredAt,run,environment,action,operator,configurationCommit,service,host,role,task,module,checkMode,diffState,diff,delegates,adHocCommand',
        `${line.join(',')},keystone,keystone : Copying over config,template,false,shown,"'--- /etc/a\n+++ /etc/a\n@@ -1,1 +1,1 @@\n-a=""1""\n+a=""2""",,`,
        `${second.join(',')},keystone,"'=HYPERLINK(""http://evil"")",command,false,not_requested,,,`,
        '',
      ].join('\r\n'),
    );
  });

  it('gives changes as JSON lines, for a filter', async () => {
    const response = await get('/api/export/changes.jsonl?checkMode=true&since=2026-11-21&until=2026-11-22');
    expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ run: check.id, operator: 'bob', host: 'ctl-001', checkMode: true, diff: null }),
    ]);
  });

  it('gives deployments', async () => {
    const response = await get('/api/export/deployments.csv?operator=alice');
    expect((await response.text()).split('\r\n')[1]).toMatch(
      new RegExp(
        `^2026-11-20T23:59:59.*,${deploy.id},,keystone,deploy,,,alice,c0ffee,false,true,completed,2,2,1,2,0,0,0,0,0$`,
      ),
    );
    const lines = await (await get('/api/export/deployments.jsonl')).text();
    expect(lines.trimEnd().split('\n')).toHaveLength(2);
  });

  it('gives the head alone when there is nothing', async () => {
    const response = await get('/api/export/changes.csv?since=2030-01-01');
    expect((await response.text()).split('\r\n')).toHaveLength(2);
    expect(await (await get('/api/export/changes.jsonl?since=2030-01-01')).text()).toBe('');
  });

  it.each([
    ['/api/export/changes.csv?sincee=2026-11-01', 400, 'Unknown parameter "sincee"'],
    ['/api/export/deployments.csv?task=x', 400, 'Unknown parameter "task"'],
    ['/api/export/changes.csv?since=yesterday', 400, '"since" is not a time'],
    ['/api/export/changes.xlsx', 404, 'use csv or jsonl'],
  ])('answers %s with %i', async (path, status, message) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error).toEqual({
      code: status === 400 ? 'bad_request' : 'not_found',
      message: expect.stringContaining(message),
    });
  });

  it.each(['/api/export/changes.csv', '/api/%65xport/changes.csv', '/%61pi/export/deployments.jsonl', '/%67raphql'])(
    'gives %s to nobody without a token',
    async (path) => {
      expect((await get(path, {})).status).toBe(401);
      expect((await get(path, { authorization: 'Bearer wrong' })).status).toBe(401);
    },
  );

  const ticketFor = (file: string, parameters: Record<string, unknown>, authorization = `Bearer ${client.token}`) =>
    fetch(`${client.url}/api/export/tickets`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ file, parameters }),
    });
  const addressFor = async (file: string, parameters: Record<string, unknown>): Promise<string> => {
    const response = await ticketFor(file, parameters);
    expect(response.status).toBe(201);
    return `/${((await response.json()) as { address: string }).address}`;
  };

  it('is downloaded by a link without a token, once, and for what it was asked for', async () => {
    const parameters = { until: '2026-11-22T00:00:00+00:00', operator: 'bob', checkMode: 'true' };
    const address = await addressFor('changes.jsonl', parameters);
    const response = await get(address, {});
    expect(response.status).toBe(200);
    expect(JSON.parse(await response.text())).toMatchObject({ run: check.id });
    expect((await get(address, {})).status).toBe(401);

    const all = await addressFor('changes.csv', {});
    expect((await get(all, {})).status).toBe(200);
    for (const [from, to] of [
      ['operator=bob', 'operator=alice'],
      ['changes.jsonl', 'changes.csv'],
      ['/api/export/changes.jsonl', '/graphql'],
    ] as const) {
      const other = (await addressFor('changes.jsonl', parameters)).replace(from, to);
      expect((await get(other, {})).status).toBe(401);
    }
  });

  it('gives links only to those with a token, and only to exports that there are', async () => {
    expect((await ticketFor('changes.csv', {}, 'Bearer wrong')).status).toBe(401);
    for (const [file, parameters, sentence] of [
      ['changes.xlsx', {}, 'There is no export'],
      ['toString.csv', {}, 'There is no export'],
      ['changes.csv', { operater: 'bob' }, 'Unknown parameter'],
      ['changes.csv', { since: 'yesterday' }, 'is not a time'],
    ] as const) {
      const response = await ticketFor(file, parameters);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(sentence);
    }
  });

  it('keeps of a link nothing that opens anything, and not for long', async () => {
    const address = await addressFor('changes.csv', { operator: 'bob' });
    const database = await product.database.connect();
    const [row] = await database.query<{ kept: string; soon: boolean }[]>(
      `SELECT encode(export_ticket.sealed, 'escape') AS kept, export_ticket.expires_at < now() + interval '2 minutes' AS soon
       FROM export_ticket`,
    );
    expect(row?.soon).toBe(true);
    expect(row?.kept).not.toContain(client.token.slice(0, 8));
    await database.query(`UPDATE export_ticket SET expires_at = now() - interval '1 second'`);
    expect((await get(address, {})).status).toBe(401);
    await addressFor('changes.csv', {});
    expect(await database.query('SELECT count(*)::integer AS count FROM export_ticket')).toEqual([{ count: 1 }]);
  });

  // Last: it locks this address out for a minute.
  it('cannot be guessed: a wrong ticket counts like a wrong token', async () => {
    const [good, other] = [await addressFor('changes.csv', {}), await addressFor('deployments.csv', {})];
    const database = await product.database.connect();
    await database.query('DELETE FROM shared_limit');
    const guess = (number: number) => get(`/api/export/changes.csv?ticket=${number}`, {});
    const first = await guess(0);
    expect({ status: first.status, said: await first.text() }).toEqual({
      status: 401,
      said: expect.stringContaining('This link has been used, has expired or is for something else'),
    });
    const answers: number[] = [];
    for (let number = 1; number < 30; number++) answers.push((await guess(number)).status);
    expect(answers).toEqual([...Array<number>(19).fill(401), ...Array<number>(10).fill(429)]);
    const locked = await get('/api/export/changes.csv?ticket=x', {});
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await locked.json()).toMatchObject({ error: { code: 'locked_out' } });
    // Nor may tokens be guessed now.
    expect((await get('/api/export/changes.csv', { authorization: 'Bearer pl_guess' })).status).toBe(429);
    const { data } = await client.ask('{ auditLog(filter: { actor: "unknown" }, first: 1) { nodes { action } } }');
    expect(data.auditLog.nodes).toEqual([{ action: 'sign_in.locked_out' }]);
    // A link that was given to somebody with a good token goes on from there, as the token does; once.
    expect([(await get(good, {})).status, (await get(good, {})).status]).toEqual([200, 429]);
    // To guess at its name or another address is to guess.
    expect((await get(other.replace('deployments', 'changes'), {})).status).toBe(429);
  });

  it('is no way to send a token in an address', async () => {
    await (await product.database.connect()).query('DELETE FROM shared_limit');
    expect((await get(`/api/export/changes.csv?ticket=${client.token}`, {})).status).toBe(401);
  });
});
