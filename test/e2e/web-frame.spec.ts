import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { ApiClient } from '../support/api-client.js';
import type { RecordedProduct } from '../support/web-product.js';
import { startRecordedProduct } from '../support/web-product.js';
import { WebBrowser, type Tab } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('every page', () => {
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

  const places = (): [string, string, string][] => {
    const failed = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const large = recorded.runs['kolla-1-deploy'] ?? '';
    const upgraded = recorded.runs['kolla-3-upgrade-keystone'] ?? '';
    return [
      ['runs', '#/runs', 'Runs'],
      ['state', '#/state', 'State'],
      ['state-before', '#/state?at=2026-11-22T07:00:00.000Z', 'State'],
      ['changes', '#/changes?diffs=open', 'Changes'],
      ['insights', '#/insights?period=365d', 'Insights'],
      ['services', '#/services', 'Services'],
      ['service', '#/services/memcached', 'memcached'],
      ['hosts', '#/hosts', 'Hosts'],
      ['host', '#/hosts/ctl-001', 'ctl-001'],
      ['failures', '#/failures', 'Failures'],
      ['access', '#/access', 'Access'],
      ['run', `#/runs/${failed}`, 'site.yml'],
      ['run-matrix', `#/runs/${large}`, 'site.yml'],
      ['run-results', `#/runs/${large}?view=results`, 'site.yml'],
      ['run-timeline', `#/runs/${large}?view=timeline`, 'site.yml'],
      ['run-recap', `#/runs/${large}?view=hosts`, 'site.yml'],
      ['run-about', `#/runs/${large}?view=about`, 'site.yml'],
      ['comparison', `#/runs/${upgraded}/compare?with=${large}`, 'Comparison'],
    ];
  };

  it.each(['desktop', 'phone'] as const)('is readable and quiet, light and dark, on a %s', async (width) => {
    for (const [name, place, title] of places()) {
      const tab = await browser.open(place, { width, theme: 'light' });
      await tab.page.getByRole('heading', { level: 1, name: title }).waitFor();
      await tab.page.waitForLoadState('networkidle');
      for (const theme of ['light', 'dark'] as const) {
        await tab.page.emulateMedia({ colorScheme: theme });
        await tab.screenshot(`${name}-${theme}`);
        for (const current of await tab.page.locator('nav a[aria-current]:visible').all()) {
          expect({ name, theme, inSight: await isWithin(current) }).toEqual({ name, theme, inSight: true });
        }
        expect({ name, theme, findings: await tab.seriousFindings() }).toEqual({ name, theme, findings: [] });
        expect({ name, theme, overflows: await tab.overflows() }).toEqual({ name, theme, overflows: false });
      }
      expect({ name, complaints: await tab.close() }).toEqual({ name, complaints: [] });
    }
  });

  it('works behind a proxy that serves it under a path of its own', async () => {
    const { client } = recorded.product;
    const proxy = createServer((asked, answer) => {
      if (asked.url?.startsWith('/tools/ledger/') !== true) return void answer.writeHead(404).end();
      const { method, headers } = asked;
      const target = new URL(asked.url.slice('/tools/ledger'.length), client.url);
      const passed = request(target, { method, headers: { ...headers, host: target.host } }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      asked.pipe(passed);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const below = await WebBrowser.launch(new ApiClient(`http://127.0.0.1:${port}/tools/ledger`, client.token));
    try {
      for (const [name, place, title] of places()) {
        const tab = await below.open(place);
        await tab.page.getByRole('heading', { level: 1, name: title }).waitFor();
        await tab.page.waitForLoadState('networkidle');
        // Nothing was asked of any other path.
        expect({ name, complaints: await tab.close() }).toEqual({ name, complaints: [] });
      }
      const tab = await below.open('#/changes');
      const download = tab.page.waitForEvent('download');
      await tab.page.getByRole('button', { name: 'Export CSV' }).click();
      expect((await download).url()).toContain('/tools/ledger/api/export/changes.csv');
      await tab.goto('graphiql/');
      await tab.page.locator('.graphiql-container').waitFor();
      expect(await tab.close()).toEqual([]);
    } finally {
      await below.close();
      proxy.close();
    }
  });

  it('looks the same whichever pages one has seen before, whose styles stay', async () => {
    const large = recorded.runs['kolla-1-deploy'] ?? '';
    const looks = async (tab: Tab, place: string, selector: string) => {
      await tab.goto(place);
      const first = tab.page.locator(selector).first();
      await first.waitFor({ state: 'attached' });
      await tab.page.waitForLoadState('networkidle');
      return tab.page.evaluate(`(() => {
        const style = getComputedStyle(document.querySelector('${selector}'));
        const names = ['display', 'width', 'height', 'background-color', 'column-gap', 'padding', 'font-size'];
        return names.map((name) => name + ': ' + style.getPropertyValue(name));
      })()`);
    };
    const used = await browser.open('#/changes');
    for (const place of ['#/insights?period=365d', '#/services/keystone', '#/hosts/ctl-001', '#/state', '#/access']) {
      await used.goto(place);
      await used.page.waitForLoadState('networkidle');
    }
    for (const [view, selector] of [
      ['timeline', '.lane-critical'],
      ['timeline', '.lane-name'],
      ['timeline', '.lanes'],
      ['about', '.facts'],
      ['about', '.facts dt'],
    ] as const) {
      const fresh = await browser.open('#/none');
      const place = `#/runs/${large}?view=${view}`;
      expect({ selector, looks: await looks(used, place, selector) }).toEqual({
        selector,
        looks: await looks(fresh, place, selector),
      });
      expect(await fresh.close()).toEqual([]);
    }
    expect(await used.close()).toEqual([]);
  });

  it('speaks German', async () => {
    const tab = await browser.open('#/runs', { language: 'de' });
    await tab.page.getByRole('heading', { level: 1, name: 'Läufe' }).waitFor();
    expect(await tab.page.locator('html').getAttribute('lang')).toBe('de');
    await tab.screenshot('runs-de');
    expect(await tab.close()).toEqual([]);
  });

  it('keeps colours, language, times and clock for a reader', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.getByRole('menuitemradio', { name: 'Date and time' }).click();
    await page.getByRole('menuitemradio', { name: 'UTC' }).click();
    await page.reload();
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    expect(await page.locator('time').first().textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    expect(await tab.close()).toEqual([]);
  });

  it('is driven by the keyboard', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    await page.getByRole('rowheader').first().waitFor();
    const focused = () => page.evaluate("document.activeElement?.closest('tr')?.rowIndex");
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe(2);
    await page.keyboard.press('k');
    expect(await focused()).toBe(1);
    await page.keyboard.press('/');
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('Filter');
    await page.keyboard.type('j?');
    expect(await page.getByRole('combobox', { name: 'Filter' }).inputValue()).toBe('j?');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Filter' }).fill('');
    await page.getByRole('combobox', { name: 'Filter' }).blur();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await tab.screenshot('keyboard-help');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('rowheader', { name: 'cmp-001' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'cmp-001' }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('is printed without what one does on it, with dates, and with the rows that are out of sight', async () => {
    const large = recorded.runs['kolla-1-deploy'] ?? '';
    const tab = await browser.open(`#/runs/${large}?view=results`, { preferences: { clock: 'utc' } });
    const { page } = tab;
    const rows = page.locator('.result-row');
    await rows.first().waitFor();
    expect(await rows.count()).toBeLessThan(100);
    // Asked after the page itself, before the paper.
    await page.evaluate(`addEventListener('beforeprint', () => {
      window.printed = document.querySelectorAll('.printed-message').length;
    })`);
    await page.pdf();
    expect(await page.evaluate('printed')).toBe(891);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgba(0, 0, 0, 0)');
    expect(await page.evaluate("getComputedStyle(document.querySelector('main time'), '::after').content")).toMatch(
      /^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"$/,
    );
    // Who reads the paper must know that there is more.
    await tab.goto('#/changes');
    await page.getByText('50 of 407').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('asks those who come without a token for one, and then shows where they wanted to go', async () => {
    const tab = await browser.openSignedOut('#/hosts?name=cmp');
    await tab.page.getByLabel('Access token').fill(recorded.product.client.token);
    await tab.page.getByRole('button', { name: 'Sign in' }).click();
    await tab.page.getByRole('rowheader', { name: 'cmp-001' }).waitFor();
    expect(await tab.page.getByRole('rowheader').count()).toBe(2);
    expect(await tab.close()).toEqual([]);
  });
});

/** Whether one sees all of it without scrolling the row that it stands in. */
async function isWithin(link: Locator): Promise<boolean> {
  const place = await link.evaluate((element) => {
    const [row, one] = [element.closest('nav')?.getBoundingClientRect(), element.getBoundingClientRect()];
    return row === undefined ? null : { left: one.left - row.left, right: row.right - one.right };
  });
  return place !== null && place.left >= -1 && place.right >= -1;
}
