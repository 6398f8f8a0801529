import type { Page } from 'playwright-core';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('a large run on paper', () => {
  const hosts = Array.from({ length: 60 }, (_, index) => `cmp-${String(index + 1).padStart(3, '0')}`);
  const tasks = Array.from({ length: 100 }, (_, index) => `nova : Task ${index + 1}`);
  const run = aRun({ playbookPath: '/ansible/site.yml' }).with(
    ...tasks.map((name, index) => {
      const task = aTask({ name });
      for (const host of hosts) {
        if (host === 'cmp-060') task.failedOn(host, `task ${index + 1} has\nno space left`);
        else if (host === 'cmp-059' && index % 2 === 0) task.changedOn(host);
        else task.okOn(host);
      }
      return task;
    }),
  );
  let product: Product;
  let browser: WebBrowser;

  beforeAll(async () => {
    product = await Product.start();
    await product.client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs { nodes { status } } }');
      return data.runs.nodes[0]?.status === 'failed';
    }, 60);
    browser = await WebBrowser.launch(product.client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  /** What the paper has, asked after the page itself made ready for it. */
  const onPaper = async (page: Page, selector: string, print: () => Promise<unknown>): Promise<string[]> => {
    await page.evaluate(`{
      window.printed = undefined;
      addEventListener('beforeprint', () => {
        window.printed = [...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
          const cells = [...element.querySelectorAll('th, td')].map(({ textContent }) => textContent);
          return cells.length === 0 ? element.textContent : cells.join(' | ');
        });
      }, { once: true });
    }`);
    await print();
    await eventually(() => page.evaluate<boolean>('window.printed !== undefined'));
    return page.evaluate<string[]>('window.printed');
  };

  it('has all of the matrix, in words', async () => {
    const tab = await browser.open(`#/runs/${run.id}`, { preferences: { clock: 'utc' } });
    const { page } = tab;
    await page.getByRole('group', { name: '60 hosts by 100 tasks' }).waitFor();
    const pdf = () => page.pdf({ path: 'test/artifacts/web/run-matrix.pdf', format: 'A4' });
    const rows = await onPaper(page, '.printed-hosts tbody tr, .printed-matrix tbody tr', pdf);
    expect(rows).toHaveLength(60 + 100);
    expect(rows[58]).toBe('cmp-059 | 0 | 50 | 50');
    expect(rows[60]).toMatch(
      /^nova : Task 1 \| .* UTC \| failed 1: cmp-060; changed 1: cmp-059; ok on the other 58 hosts$/,
    );
    expect(rows[159]).toMatch(/^nova : Task 100 \| .* UTC \| failed 1: cmp-060; ok on the other 59 hosts$/);
    await page.locator('.printed-matrix').waitFor({ state: 'detached' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.heat-map').isVisible()).toBe(false);
    expect(await tab.close()).toEqual([]);
  });
});
