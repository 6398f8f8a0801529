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

  it('has all failures, which are loaded before, or says how many there are', async () => {
    const tab = await browser.open(`#/runs/${run.id}`);
    const { page } = tab;
    await page.getByText('20 of 100').waitFor();
    expect(await onPaper(page, '.failure .message', () => page.pdf())).toHaveLength(20);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('20 of 100').isVisible()).toBe(true);
    await page.emulateMedia({ media: null });

    const print = page.getByRole('button', { name: 'Print all', exact: true });
    const printed = await onPaper(page, '.failure .message', () => print.click());
    expect(printed).toHaveLength(100);
    expect(printed[99]).toBe('task 100 has\nno space left');
    await print.waitFor({ state: 'detached' });
    await page.pdf({ path: 'test/artifacts/web/run-failures.pdf', format: 'A4' });
    expect(await tab.close()).toEqual([]);
  });

  it('has the first results with their messages, which are loaded before, and says how many there are', async () => {
    const tab = await browser.open(`#/runs/${run.id}?view=results`);
    const { page } = tab;
    await page.locator('.result-row').first().waitFor();
    const rowsAndNotes = '.printed-results tbody tr, .print-only .notice';

    // By the browser's own print: what has not come is missing, and the paper says so.
    const unloaded = await onPaper(page, rowsAndNotes, () => page.pdf());
    expect(unloaded[0]).toContain('the first 4,918 of 6,000 results');
    expect(unloaded[1]).toMatch(/^The messages and durations of 4,\d\d\d results are missing/);
    expect(unloaded).toHaveLength(2 + 5_000);

    const printed = await onPaper(page, rowsAndNotes, () =>
      page.getByRole('button', { name: 'Print', exact: true }).click(),
    );
    expect(printed).toHaveLength(1 + 5_000);
    expect(printed.filter((row) => row.includes('no space left'))).toHaveLength(81);
    expect(printed[1 + 60 + 61 * 79]).toContain('task 80 has\nno space left');
    expect(await tab.close()).toEqual([]);
  });

  it('has what the filter leaves, and only asks for that', async () => {
    const tab = await browser.open(`#/runs/${run.id}?view=results&status=failed&on=060`);
    const { page } = tab;
    await page.getByText('100 results').waitFor();
    // What is in sight has come.
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => {
      const text = request.postData() ?? '';
      if (text.includes('ResultsOfTasks')) asked.push(text);
    });
    const printed = await onPaper(page, '.printed-results tbody tr, .print-only .notice', () =>
      page.getByRole('button', { name: 'Print', exact: true }).click(),
    );
    expect(printed).toHaveLength(100 + 100);
    expect(printed.filter((row) => row.includes('no space left'))).toHaveLength(100);
    expect(asked).toHaveLength(1);
    expect(JSON.parse(asked[0] ?? '').variables.filter).toMatchObject({ status: ['failed'], host: 'cmp-060' });
    await page.pdf({ path: 'test/artifacts/web/run-results.pdf', format: 'A4' });
    await tab.screenshot('run-results-print');
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });

  it('can be loaded no further than one likes', async () => {
    const tab = await browser.open(`#/runs/${run.id}?view=results`, { width: 'phone', language: 'de' });
    const { page } = tab;
    await page.locator('.result-row').first().waitFor();
    await page.route('**/graphql', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await route.continue();
    });
    await page.evaluate(`addEventListener('beforeprint', () => { window.printed = true; })`);
    await page.getByRole('button', { name: 'Drucken', exact: true }).click();
    await page.getByRole('button', { name: /^Wird geladen… / }).click();
    await page.getByRole('button', { name: 'Drucken', exact: true }).waitFor();
    await tab.screenshot('run-results-print-de');
    expect(await tab.overflows()).toBe(false);
    await page.unrouteAll({ behavior: 'wait' });
    expect(await page.evaluate('window.printed')).toBeUndefined();
    expect(await tab.close()).toEqual([]);
  });
});
