import { ExactNumber } from '#exact-json';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('numbers that JavaScript cannot hold, in a browser', () => {
  let product: Product;
  let browser: WebBrowser;
  const run = aRun({ extraVars: { serial: new ExactNumber('9007199254740993') } }).with(
    aTask({ name: 'ceph : Tell', action: 'command', loop: true }).on('ctl-001', 'changed', {
      itemCount: 1,
      result: {
        changed: true,
        id: new ExactNumber('12345678901234567891'),
        version: new ExactNumber('2.0'),
        results: [{ item: new ExactNumber('18446744073709551615'), ansible_loop_var: 'item', changed: true, rc: 0 }],
      },
    }),
  );

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
    const { body } = await product.client.upload(run.id, run.events());
    expect(body.rejected).toEqual([]);
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs(filter: { status: completed }) { totalCount } }');
      return data.runs.totalCount === 1;
    });
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('are shown and copied with all their digits', async () => {
    const tab = await browser.open(`#/runs/${run.id}?view=results&task=3&host=ctl-001`);
    const { page } = tab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const result = page.getByRole('dialog', { name: 'Result' });
    await result.locator('.json-number', { hasText: /^12345678901234567891$/ }).waitFor();
    await result.locator('.json-number', { hasText: /^2\.0$/ }).waitFor();
    await result.locator('summary code', { hasText: /^18446744073709551615$/ }).waitFor();
    const whole = result.getByRole('figure').filter({ hasText: '12345678901234567891' });
    await whole.getByRole('button', { name: /Copy/ }).click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain('"id": 12345678901234567891,\n  "version": 2.0,');
    expect(copied).toContain('"item": 18446744073709551615');
    await tab.goto(`#/runs/${run.id}?view=about`);
    await page.getByText('serial=9007199254740993').first().waitFor();
    expect(await tab.close()).toEqual([]);
  });
});
