import type { RecordedProduct } from '../support/web-product.js';
import { startRecordedProduct } from '../support/web-product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** The day after the recorded runs. */
const now = new Date('2026-11-23T12:00:00Z');

withBrowser('the insights page', () => {
  let recorded: RecordedProduct;
  let browser: WebBrowser;

  beforeAll(async () => {
    recorded = await startRecordedProduct();
    browser = await WebBrowser.launch(recorded.product.client);
  });
  afterAll(async () => {
    await browser.close();
    await recorded.product.stop();
  });

  it('tells how it goes over time, and by service, host, action and environment', async () => {
    const tab = await browser.open('#/insights', { now });
    const { page } = tab;
    await page.getByText('8 runs').waitFor();
    for (const name of ['Runs and how they ended', 'Unhandled failures', 'Median duration']) {
      await page.getByRole('img', { name }).waitFor();
    }
    const places = await page.locator('section > .plots > .plot').evaluateAll((plots) =>
      plots.map((plot) => {
        const [all, svg] = [plot.getBoundingClientRect(), plot.querySelector('.plot-place')?.getBoundingClientRect()];
        return { top: all.top, height: all.height, drawnAt: svg?.top };
      }),
    );
    expect(places).toHaveLength(3);
    expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(1);
    const series = page.getByRole('region', { name: 'By', exact: true });
    const rowOf = (name: string) => series.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    await rowOf('keystone').waitFor();
    expect(await rowOf('keystone').innerText()).toMatch(/keystone\s+4\s+100%\s+4\s+0\s+0/);
    await page.getByRole('link', { name: 'host', exact: true }).click();
    await rowOf('ctl-003').waitFor();
    expect(page.url()).toContain('by=host');
    // One of its eight runs did not reach it.
    expect(await rowOf('ctl-003').innerText()).toMatch(/ctl-003\s+8\s+87\.5%\s+7\s+1\s+0/);
    await page.getByRole('link', { name: 'action', exact: true }).click();
    await rowOf('upgrade').getByRole('link', { name: 'upgrade' }).click();
    await page.getByText('1 run.').waitFor();
    expect(page.url()).toContain('q=action%3Aupgrade');
    await page.getByRole('link', { name: '7 days', exact: true }).first().click();
    await page.waitForURL(/period=7d/);
    expect(await tab.close()).toEqual([]);
  });

  it('names what takes time and what needs care', async () => {
    const tab = await browser.open('#/insights?q=service:keystone', { now });
    const { page } = tab;
    const slow = page.getByRole('region', { name: 'Slowest tasks' });
    await slow.getByRole('rowheader').nth(9).waitFor();
    const first = await slow.getByRole('rowheader').first().innerText();
    expect(first).toBe('keystone : Copying files for keystone-fernet');
    await page.getByRole('link', { name: 'median time' }).click();
    await page.waitForURL(/slow=median/);
    await slow.getByRole('rowheader').first().filter({ hasNotText: first }).waitFor();
    const drift = page.getByRole('region', { name: /^Drift/ }).getByRole('rowheader');
    await drift.nth(1).waitFor();
    expect((await drift.allInnerTexts()).sort()).toEqual([
      'keystone : Run key distribution',
      'keystone : Running Keystone bootstrap container',
    ]);
    await page.getByText('No task both failed and succeeded on the same host').waitFor();

    await tab.goto('#/insights?idle=1');
    await page.getByRole('link', { name: '1 day', exact: true }).waitFor();
    const idle = page.getByRole('region', { name: 'Hosts not converged' }).getByRole('rowheader');
    await idle.first().waitFor();
    expect((await idle.allInnerTexts()).sort()).toEqual(['cmp-001', 'cmp-002', 'ctl-001', 'ctl-002', 'ctl-003']);
    await page.getByRole('link', { name: '7 days', exact: true }).last().click();
    await page.getByText('No host is without a successful deployment in that time.').waitFor();
    const behind = page.getByRole('region', { name: 'Hosts behind the last deployment of a service' });
    expect(await behind.getByRole('row').last().innerText()).toMatch(/ctl-003\s+memcached.*unreachable/s);
    await behind.getByRole('link', { name: 'ctl-003' }).click();
    await page.getByRole('heading', { level: 1, name: 'ctl-003' }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('fits a phone and speaks German', async () => {
    const tab = await browser.open('#/insights', { now, width: 'phone', language: 'de', theme: 'dark' });
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Auswertungen' }).waitFor();
    await page.getByRole('img', { name: 'Läufe und wie sie endeten' }).waitFor();
    await page.waitForLoadState('networkidle');
    await tab.screenshot('insights-de');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });
});
