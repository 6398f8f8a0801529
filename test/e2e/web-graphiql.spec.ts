import { chromium, type Browser } from 'playwright-core';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { findBrowser } from '#scripts/test-tools';
import { Product } from '../support/product.js';

const executablePath = findBrowser();
const withBrowser = executablePath === null ? describe.skip : describe;

withBrowser('GraphiQL, in a browser', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    product = await Product.start();
    const run = aRun({ playbookPath: '/ansible/kolla-nova.yml' }).with(aTask().okOn('cmp-001'));
    await product.client.upload(run.id, run.events());
    // Tests may run as root, under which Chromium has no sandbox.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('asks for a token, explores the schema, answers, and needs nobody but its own server', async () => {
    const { url, token } = product.client;
    await eventually(async () => (await product.client.ask('{ runs { totalCount } }')).data.runs.totalCount === 1);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith(`${url}/`) && !address.startsWith('data:')) complaints.push(address);
    });

    await page.goto(`${url}/graphiql`);
    await page.getByLabel('Access token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByRole('button', { name: /Documentation Explorer/ })
      .first()
      .click();
    await page.locator('.graphiql-plugin').getByText('DeadLetterConnection').waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window').getByText('"kolla-nova.yml"').waitFor();
    expect(complaints).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Access token').waitFor();
    await page.close();
  });
});
