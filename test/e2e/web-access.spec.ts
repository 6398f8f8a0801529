import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('the page of access', () => {
  let product: Product;
  let browser: WebBrowser;

  beforeAll(async () => {
    product = await Product.start();
    const run = aRun().with(aTask().okOn('ctl-001'));
    await product.client.upload(run.id, run.events());
    browser = await WebBrowser.launch(product.client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  const meOf = async (token: string) => {
    const response = await fetch(`${product.client.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { name role environments } }' }),
    });
    return { status: response.status, answer: await response.json() };
  };

  it('makes a token that is shown once and works, and revokes it', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    await page.getByRole('link', { name: 'Access', exact: true }).click();
    await page.getByLabel('Name').fill('grafana');
    await page.getByLabel('Role').selectOption('viewer');
    await page.getByLabel('Environments').fill('kolla, testbed');
    await page.getByRole('button', { name: 'Create token' }).click();
    const secret = (await page.locator('.token-secret code').textContent()) ?? '';
    await page.getByRole('row', { name: /^grafana/ }).waitFor();
    await tab.screenshot('access-made');
    expect(await meOf(secret)).toMatchObject({
      status: 200,
      answer: { data: { me: { name: 'grafana', role: 'viewer', environments: ['kolla', 'testbed'] } } },
    });

    await page.reload();
    await page.getByRole('button', { name: 'Revoke grafana' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke grafana' }).click();
    await page.getByRole('button', { name: 'Confirm revocation' }).click();
    await page.getByRole('row', { name: /^grafana.*revoked/ }).waitFor();
    expect((await meOf(secret)).status).toBe(401);
    await page.getByRole('row', { name: /token\.revoked/ }).waitFor();
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });

  it('says what the server refuses', async () => {
    const tab = await browser.open('#/access', { width: 'phone', language: 'de' });
    const { page } = tab;
    await page.getByLabel('Name').fill('ctl-001');
    await page.getByLabel('Labels').fill('team-a');
    await page.getByRole('button', { name: 'Token erstellen' }).click();
    await page.getByText('A token of the role "reporter" cannot have environments or labels.').waitFor();
    await tab.screenshot('access-refused');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });

  it('looks for a leaked secret, takes it out, and tells of it without telling it', async () => {
    const secret = 'correct-horse-battery';
    const run = aRun().with(aTask().failedOn('ctl-002', `cannot log in with ${secret}`));
    await product.client.upload(run.id, run.events());
    const messages = async () =>
      JSON.stringify((await product.client.ask('{ failures(days: 1) { nodes { message } } }')).data);
    await eventually(async () => (await messages()).includes(secret));
    const tab = await browser.open('#/access');
    const { page } = tab;
    const redactions = page.getByRole('region', { name: 'Redactions' }).first();
    await redactions.getByText('No entries yet.').waitFor();
    await redactions.getByLabel('Secret').fill('nowhere-at-all');
    await redactions.getByLabel('Reason').fill('a password in the log of ctl-002');
    await redactions.getByRole('button', { name: 'Search' }).click();
    await redactions.getByText('Not found.').waitFor();
    await redactions.getByLabel('Secret').fill(secret);
    await redactions.getByLabel('Secret').press('Enter');
    await redactions.getByText(/^Found. Batches: 1, dead letters: 0, other rows: [1-9]/).waitFor();
    expect(await messages()).toContain(secret);
    await tab.screenshot('redaction-found');
    expect(await tab.seriousFindings()).toEqual([]);
    await redactions.getByRole('button', { name: 'Remove permanently' }).click();
    await redactions.getByRole('row', { name: /a password in the log of ctl-002 1 0 \d+ 0$/ }).waitFor();
    await redactions.getByText(/^Removed. Batches: 1, dead letters: 0/).waitFor();
    expect(await messages()).not.toContain(secret);
    expect(await redactions.getByLabel('Secret').inputValue()).toBe('');
    const kept = await page.evaluate<string>(
      'location.href + JSON.stringify([localStorage, sessionStorage, history.state]) + document.documentElement.outerHTML',
    );
    expect(kept).not.toContain(secret);
    expect(await tab.close()).toEqual([]);
  });

  it.each([
    ['viewer', { access: 0, exports: 0 }],
    ['auditor', { access: 1, exports: 2 }],
  ] as const)('offers a %s what he may do', async (role, expected) => {
    const { client } = await withToken(product.client, { role });
    const theirs = await WebBrowser.launch(client);
    const tab = await theirs.open('#/changes');
    await tab.page.getByRole('heading', { level: 1, name: 'Changes' }).waitFor();
    await tab.page.waitForLoadState('networkidle');
    expect({
      access: await tab.page.getByRole('link', { name: 'Access', exact: true }).count(),
      exports: await tab.page.getByRole('button', { name: /^Export/ }).count(),
    }).toEqual(expected);
    await tab.goto('#/access');
    if (role === 'viewer') await tab.page.getByText('Only admins manage tokens').waitFor();
    else
      await tab.page
        .getByRole('row', { name: /token\.created/ })
        .first()
        .waitFor();
    expect(await tab.page.getByRole('button', { name: 'Create token' }).count()).toBe(0);
    expect(await tab.page.getByRole('heading', { name: 'Redactions' }).count()).toBe(role === 'auditor' ? 1 : 0);
    expect(await tab.page.getByRole('button', { name: 'Search' }).count()).toBe(0);
    expect(await tab.close()).toEqual([]);
    await theirs.close();
  });
});
