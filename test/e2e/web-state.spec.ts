import type { Page } from 'playwright-core';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import type { RecordedProduct } from '../support/web-product.js';
import { startRecordedProduct } from '../support/web-product.js';
import { WebBrowser, WIDTHS } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** In pixels of the window. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

withBrowser('the state page', () => {
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

  it('shows what runs where, and what differs between the hosts of a service', async () => {
    const tab = await browser.open('#/state');
    const { page } = tab;
    const cell = (name: RegExp) => page.getByRole('link', { name });
    await cell(/^keystone on ctl-001: 28\.0\.1\.20260808.*deploy 2025\.2/).waitFor();
    expect(await cell(/^memcached on ctl-003: .*≠ differs$/).count()).toBe(1);
    expect(await cell(/≠ differs$/).count()).toBe(1);
    await page.getByText('1 service differs between hosts').waitFor();

    await page.getByRole('checkbox', { name: 'Only differences' }).check();
    await cell(/^keystone on/)
      .first()
      .waitFor({ state: 'detached' });
    expect(await cell(/^memcached on/).count()).toBe(3);
    expect(page.url()).toContain('differs=yes');
    await page.getByRole('checkbox', { name: 'Only differences' }).uncheck();

    await page.getByRole('combobox', { name: 'Environment' }).selectOption('kolla');
    // The recordings by kolla's own command line tell no environment.
    await cell(/^memcached on/)
      .first()
      .waitFor({ state: 'detached' });
    expect(await cell(/^keystone on/).count()).toBe(3);
    await page.getByRole('searchbox', { name: 'Service or host' }).fill('ctl-002');
    await cell(/on ctl-001/)
      .first()
      .waitFor({ state: 'detached' });
    expect(page.url()).toContain('environment=kolla');
    expect(page.url()).toContain('find=ctl-002');
    expect(await tab.close()).toEqual([]);
  });

  it.each([
    ['en', 'desktop'],
    ['de', 'desktop'],
    ['en', 'phone'],
    ['de', 'phone'],
  ] as const)('marks what differs clear of the rest of its cell, in %s, on a %s', async (language, width) => {
    const tab = await browser.open('#/state', { language, width });
    const { page } = tab;
    const cell = page.locator('.state-divergent');
    // All at one moment: what comes in above the table moves it.
    const { whole, mark, texts } = await cell.evaluate((element) => {
      const boxOf = (target: { getBoundingClientRect(): Box }): Box => {
        const { left, top, right, bottom } = target.getBoundingClientRect();
        return { left, top, right, bottom };
      };
      const marked = element.querySelector('.state-mark');
      if (marked === null) throw new Error('nothing differs');
      const written = [...element.querySelectorAll(':is(.state-tag, .state-what, .state-when)')].map((part) => {
        const range = element.ownerDocument.createRange();
        range.selectNodeContents(part);
        return boxOf(range);
      });
      return { whole: boxOf(element), mark: boxOf(marked), texts: written };
    });
    expect(mark.right).toBeLessThan(whole.right);
    expect(mark.bottom).toBeLessThan(whole.bottom);
    expect(texts.length).toBeGreaterThan(0);
    for (const { left, top, right, bottom } of texts) {
      const isClear = right + 6 <= mark.left || left >= mark.right || bottom <= mark.top + 1 || top >= mark.bottom - 1;
      expect({ left, top, right, bottom, isClear }).toMatchObject({ isClear: true });
    }
    expect(await tab.close()).toEqual([]);
  });

  it('needs no scrolling of the page itself on a tablet', async () => {
    const tab = await browser.open('#/state');
    const { page } = tab;
    await page.setViewportSize({ width: 800, height: 900 });
    await page.locator('.state-divergent').waitFor();
    expect(await tab.overflows()).toBe(false);
    expect(await tab.close()).toEqual([]);
  });

  it('goes back from deployment to deployment, and to any moment', async () => {
    const tab = await browser.open('#/state', { preferences: { clock: 'utc' } });
    const { page } = tab;
    await page.getByRole('button', { name: 'Before keystone deploy' }).click();
    await page.getByText('State as of').waitFor();
    // Before OSISM deployed it, keystone had the image of kolla's upgrade.
    await page.getByRole('link', { name: /^keystone on ctl-001: 2023\.2-ubuntu-jammy-20260115.*upgrade/ }).waitFor();
    await page.getByRole('button', { name: 'Later: now' }).click();
    await page.getByRole('link', { name: /^keystone on ctl-001: 28\.0\.1/ }).waitFor();

    await page.getByLabel(/^At/).fill('2026-11-22T06:50');
    await page.getByRole('link', { name: /^keystone on ctl-001: 2023\.2-ubuntu-jammy[^-]*reconfigure/ }).waitFor();
    expect(page.url()).toContain(`at=${encodeURIComponent('2026-11-22T06:50:00.000Z')}`);
    await page.getByLabel(/^At/).fill('2020-01-01T00:00');
    await page.getByText('Nothing had been deployed at that time.').waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('link', { name: /^keystone on ctl-001: 28\.0\.1/ }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('opens the history of a cell by keyboard', async () => {
    const tab = await browser.open('#/state');
    const { page } = tab;
    await page.getByRole('link', { name: /^memcached on ctl-003/ }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'memcached ctl-003' });
    await panel.waitFor();
    expect(page.url()).toContain('service=memcached');
    await panel.getByText('memcached', { exact: true }).nth(1).waitFor();
    const history = panel.getByRole('list', { name: 'Deployments' }).getByRole('article');
    await history.first().waitFor();
    // The first deploy, and the one that had lost the host.
    expect(await history.count()).toBe(2);
    await tab.screenshot('state-panel');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(page.url()).not.toContain('service=');

    await tab.goto('#/state?service=keystone&host=ctl-001');
    const keystone = page.getByRole('dialog', { name: 'keystone ctl-001' });
    await keystone.getByText('keystone_fernet').first().waitFor();
    const deployments = keystone.getByRole('list', { name: 'Deployments' }).getByRole('article');
    await deployments.nth(3).waitFor();
    expect(await deployments.count()).toBe(4);
    await keystone.getByRole('link', { name: 'kolla-keystone.yml' }).first().click();
    await page.getByRole('heading', { level: 1, name: /kolla-keystone\.yml/ }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('fits a phone and speaks German', async () => {
    const tab = await browser.open('#/state?service=keystone&host=ctl-001', { width: 'phone', language: 'de' });
    const { page } = tab;
    const panel = page.getByRole('dialog', { name: 'keystone ctl-001' });
    await panel.getByRole('heading', { name: 'Verlauf' }).waitFor();
    expect((await panel.boundingBox())?.width).toBe(WIDTHS.phone.width);
    await tab.screenshot('state-panel-de');
    expect(await tab.seriousFindings()).toEqual([]);
    await panel.getByRole('button', { name: 'Schließen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Zustand' }).waitFor();
    await page.getByText('1 Dienst unterscheidet sich zwischen Hosts').waitFor();
    await tab.screenshot('state-de');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.close()).toEqual([]);
  });
});

withBrowser('the state of a large cloud', () => {
  const services = Array.from({ length: 31 }, (_, index) => `service-${String(index).padStart(2, '0')}`);
  const hosts = Array.from({ length: 20 }, (_, index) => `cmp-${String(index).padStart(3, '0')}`);
  let product: Product;
  let browser: WebBrowser;

  beforeAll(async () => {
    product = await Product.start();
    const { client } = product;
    for (const service of services) {
      const task = aTask({ name: `${service} : Check containers`, role: service });
      for (const host of hosts) {
        if (service === 'service-30' && host === 'cmp-019') task.failedOn(host);
        else task.changedOn(host);
      }
      const run = aRun({ playbookPath: `/ansible/kolla-${service}.yml`, extraVars: { kolla_action: 'deploy' } }).with(
        task,
      );
      // The play names the service.
      const events = run.events().map((event) => {
        return event.type === 'play_started' ? { ...event, name: `Apply role ${service}`, roles: [service] } : event;
      });
      await client.upload(run.id, events);
    }
    await eventually(async () => {
      const { data } = await client.ask('{ stateMatrix { service } }');
      return data.stateMatrix.length === services.length * hosts.length;
    }, 60);
    browser = await WebBrowser.launch(client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('has only what is in sight on the page, and the keyboard reaches the rest', async () => {
    const tab = await browser.open('#/state');
    const { page } = tab;
    const cells = page.locator('.large-matrix .state-cell');
    await cells.first().waitFor();
    expect(await cells.count()).toBeLessThan(300);
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('32');
    await page.keyboard.press('j');
    await page
      .getByRole('link', { name: /^service-00 on cmp-000/ })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('n');
    const broken = page.getByRole('link', { name: /^service-30 on cmp-019/ });
    await broken.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('k');
    await page
      .getByRole('link', { name: /^service-30 on cmp-018/ })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'service-30 cmp-019' });
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await broken.and(page.locator(':focus')).waitFor();
    await tab.screenshot('state-large');
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.overflows()).toBe(false);
    expect(await tab.close()).toEqual([]);
  });

  it.each([
    ['the keyboard', (page: Page) => page.keyboard.press('Escape')],
    ['the mouse', (page: Page) => page.getByRole('button', { name: 'Close' }).click()],
    ['a click beside it', (page: Page) => page.mouse.click(20, 400)],
    ['the way back', (page: Page) => page.goBack()],
  ] as const)('stays where it is when the panel of a far cell is closed by %s', async (_way, close) => {
    const tab = await browser.open('#/state');
    const { page } = tab;
    await page.getByRole('link', { name: /^service-00 on cmp-000/ }).waitFor();
    // By its class: beside an open panel it is no part of what a screen reader finds.
    const matrix = page.locator('.large-matrix');
    // Where it stands in the window tells how far that is scrolled.
    const place = () =>
      matrix.evaluate((frame) => [frame.scrollLeft, frame.scrollTop, frame.getBoundingClientRect().top]);
    await matrix.evaluate((frame) => frame.scrollTo(1_000, 900));
    const far = page.getByRole('link', { name: /^service-18 on cmp-008/ });
    await far.waitFor();
    const before = await place();
    await far.click();
    const panel = page.getByRole('dialog', { name: 'service-18 cmp-008' });
    await panel.getByRole('article').waitFor();
    expect(await place()).toEqual(before);
    await close(page);
    await panel.waitFor({ state: 'hidden' });
    await far.and(page.locator(':focus')).waitFor();
    expect(await place()).toEqual(before);
    expect(await tab.close()).toEqual([]);
  });

  it.each(['desktop', 'phone'] as const)('shows the cell that a link names, on a %s, and goes to it', async (width) => {
    const tab = await browser.open('#/state?service=service-18&host=cmp-008', { width });
    const { page } = tab;
    await page.getByRole('dialog', { name: 'service-18 cmp-008' }).getByRole('article').waitFor();
    await page.keyboard.press('Escape');
    const cell = page.getByRole('link', { name: /^service-18 on cmp-008/ }).and(page.locator(':focus'));
    await cell.waitFor();
    expect(await page.locator('.large-matrix .state-cell').count()).toBeLessThan(300);
    expect(
      await page.evaluate(`(() => {
        const { left, top, right, bottom } = document.activeElement.getBoundingClientRect();
        return document.activeElement.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
      })()`),
    ).toBe(true);
    expect(await tab.close()).toEqual([]);
  });

  it('is printed as a whole, and is on the page as it was afterwards', async () => {
    const tab = await browser.open('#/state?service=service-18&host=cmp-008', { preferences: { clock: 'utc' } });
    const { page } = tab;
    await page.getByRole('dialog').getByRole('article').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^service-18 on cmp-008/ }).waitFor();
    // Asked after the page itself, before the paper.
    await page.evaluate(`addEventListener('beforeprint', () => {
      window.printed = [...document.querySelectorAll('.printed-state tbody tr')].map(({ innerText }) => innerText);
    })`);
    await page.pdf({ path: 'test/artifacts/web/state-large.pdf', format: 'A4' });
    const printed = await page.evaluate<string[]>('printed');
    expect(printed).toHaveLength(services.length + 1);
    expect(printed[18]).toMatch(/^service-18/);
    expect(printed[18]).toContain(`on 20 hosts: ${hosts.join(', ')}`);
    expect(printed[30]).toMatch(/^service-30.*changed.*cmp-018$/s);
    expect(printed[31]).toMatch(/failed.*on 1 host: cmp-019$/s);
    await page.locator('.printed-state').waitFor({ state: 'detached' });
    await page
      .getByRole('link', { name: /^service-18 on cmp-008/ })
      .and(page.locator(':focus'))
      .waitFor();
    expect(await tab.close()).toEqual([]);
  });
});
