import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { OpenIdProvider } from '../support/open-id-provider.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';
import { WebBrowser, type Tab } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('signing in by an OpenID provider', () => {
  let provider: OpenIdProvider;
  let product: Product;
  let browser: WebBrowser;
  let runId: string;

  beforeAll(async () => {
    provider = await OpenIdProvider.create();
    product = await Product.start({ env: (url) => provider.settings(url) });
    await provider.start(product.client.url);
    const [recording] = [...RECORDINGS.values()];
    runId = (await loadRecording(recording ?? '', product.client)).runId;
    browser = await WebBrowser.launch(product.client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
    await provider.stop();
  });

  const open = (place: string, width: 'desktop' | 'phone' = 'desktop') =>
    browser.openSignedOut(place, { width, others: [provider.issuer] });
  const signIn = async ({ page }: Tab, login: string) => {
    await page.getByRole('link', { name: 'Sign in with your account' }).click();
    await page.getByPlaceholder('Enter any login').fill(login);
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  };

  it.each(['desktop', 'phone'] as const)('offers it beside the token, on a %s', async (width) => {
    const tab = await open('#/runs', width);
    await tab.page.getByRole('link', { name: 'Sign in with your account' }).waitFor();
    await tab.screenshot('sign-in');
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.overflows()).toBe(false);
    expect(await tab.close()).toEqual([]);
  });

  it('comes back to where one was, stays over a reload, and ends here and there', async () => {
    const tab = await open(`#/runs/${runId}?view=hosts`);
    const { page } = tab;
    await signIn(tab, 'bob');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(`${product.client.url}/#/runs/${runId}?view=hosts`);
    expect(
      await page.evaluate('document.cookie + JSON.stringify(sessionStorage) + JSON.stringify(localStorage)'),
    ).not.toContain('pl_');
    await page.reload();
    await page.getByRole('button', { name: 'Sign out bob' }).waitFor();
    await tab.screenshot('signed-in');

    await page.goto(`${product.client.url}/graphiql/`);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto(`${product.client.url}/#/runs`);
    await page.getByRole('button', { name: 'Sign out bob' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByLabel('Access token').waitFor();
    await page.goto(`${product.client.url}/#/runs/${runId}`);
    await page.getByRole('link', { name: 'Sign in with your account' }).waitFor();
    const { context } = { context: page.context() };
    expect((await context.cookies(product.client.url)).filter(({ name }) => name.startsWith('playledger_'))).toEqual(
      [],
    );
    await page.context().close();
  });

  it('says why somebody is not let in', async () => {
    const tab = await open('#/runs');
    await signIn(tab, 'mallory');
    await tab.page.getByRole('alert').filter({ hasText: 'none of your groups' }).waitFor();
    await tab.screenshot('sign-in-refused');
    expect(new URL(tab.page.url()).search).toBe('');
    await tab.page.context().close();
  });
});
