import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import type { RecordedProduct } from '../support/web-product.js';
import { startRecordedProduct } from '../support/web-product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('the pages of a service and of a host', () => {
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

  it('lead from the list to all that happened to a service', async () => {
    const tab = await browser.open('#/services');
    const { page } = tab;
    await page.getByRole('rowheader', { name: 'keystone' }).waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(6);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'keystone' }).waitFor();
    await page.getByText('Last successful').waitFor();
    expect(await page.locator('.last-deployments').innerText()).toMatch(
      /Last successful\s+completed.*deploy 2025\.2\s+Last failed\s+never/s,
    );
    await page.getByRole('img', { name: 'Deployments and their durations' }).waitFor();
    const deployments = page.getByRole('region', { name: 'Deployments' }).getByRole('rowheader');
    expect(await deployments.count()).toBe(4);
    await page.getByText(/Median duration of the last real, completed deployments/).waitFor();
    await page.getByRole('rowheader', { name: 'keystone : Restart keystone container' }).waitFor();

    await tab.goto('#/services/mariadb');
    const failures = page.getByRole('region', { name: /^Failures/ }).getByRole('article');
    await failures.nth(5).waitFor();
    expect(await failures.count()).toBe(6);
    expect(await failures.first().innerText()).toMatch(/failed\s+ignored.*Check MariaDB service port liveness/s);
    await tab.goto('#/services/keystone');

    await page.getByRole('combobox', { name: 'Action' }).selectOption('upgrade');
    await page.waitForURL(/action=upgrade/);
    await deployments.nth(1).waitFor({ state: 'detached' });
    expect(await deployments.count()).toBe(1);
    await page.getByRole('link', { name: 'All changes' }).click();
    await page.getByText('107 changes').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('tell of a host how each run ended there, and what runs there', async () => {
    const tab = await browser.open('#/hosts/ctl-003');
    const { page } = tab;
    const runs = page.getByRole('region', { name: 'Runs' }).getByRole('row');
    await runs.nth(8).waitFor();
    // Of a run that failed as a whole: this host was out of reach. Of others it says what they did here.
    expect(await runs.filter({ hasText: 'unreachable' }).last().innerText()).toMatch(
      /^unreachable\s+site\.yml.*failed$/s,
    );
    await page.getByRole('link', { name: /^memcached on ctl-003: .*differs$/ }).waitFor();
    await page.getByRole('img', { name: 'Deployments here and their durations' }).waitFor();
    const list = page.getByRole('list', { name: 'Deployments' }).getByRole('article');
    await list.nth(11).waitFor();
    expect(await list.count()).toBe(12);
    await page.getByRole('combobox', { name: 'Service' }).selectOption('mariadb');
    await page.waitForURL(/service=mariadb/);
    await list.nth(2).waitFor({ state: 'detached' });
    expect(await list.count()).toBe(2);
    await page.getByText('None of the recorded facts has changed.').waitFor();
    await page.getByText('As found by the latest run that gathered facts').click();
    await page.getByText('bookworm', { exact: true }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('say when there is no such service', async () => {
    const tab = await browser.open('#/services/nonsense');
    await tab.page.getByText('No run has deployed a service with this name.').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('fit a phone and speak German', async () => {
    for (const [name, place, words] of [
      ['service-de', '#/services/keystone', 'Deployments und ihre Dauer'],
      ['host-de', '#/hosts/ctl-003', 'Deployments hier und ihre Dauer'],
    ] as const) {
      const tab = await browser.open(place, { width: 'phone', language: 'de', theme: 'dark' });
      await tab.page.getByRole('img', { name: words }).waitFor();
      await tab.page.waitForLoadState('networkidle');
      await tab.screenshot(name);
      expect({ name, findings: await tab.seriousFindings() }).toEqual({ name, findings: [] });
      expect({ name, overflows: await tab.overflows() }).toEqual({ name, overflows: false });
      expect(await tab.close()).toEqual([]);
    }
  });

  // The last two, for they add runs.
  it('write the ticks of short and of sudden deployments such that they differ', async () => {
    const { client } = recorded.product;
    for (const seconds of [0, 90]) {
      const run = aRun({ extraVars: { kolla_action: 'deploy' } }, new Date(Date.now() - seconds * 1_000)).with(
        aTask({ name: 'quick : Deploy', role: 'quick' }).changedOn('quick-001', 'quick-002'),
      );
      const events = run.events().map((event) => {
        return event.type === 'play_started' ? { ...event, name: 'Apply role quick', roles: ['quick'] } : event;
      });
      await client.upload(run.id, events);
    }
    await eventually(async () => {
      const { data } = await client.ask('{ service(name: "quick") { deployments { totalCount } } }');
      return data.service?.deployments.totalCount === 2;
    }, 30);
    const tab = await browser.open('#/services/quick');
    for (const [place, title] of [
      ['#/services/quick', 'Deployments and their durations'],
      ['#/insights?q=service:quick', 'Median duration'],
    ] as const) {
      await tab.goto(place);
      const chart = tab.page.getByRole('img', { name: title });
      await chart.waitFor();
      for (const axis of ['left', 'bottom']) {
        const ticks = await chart.locator(`.visx-axis-${axis} .axis-label`).allTextContents();
        expect(ticks.length).toBeGreaterThan(1);
        expect({ title, axis, ticks: [...new Set(ticks)] }).toEqual({ title, axis, ticks });
      }
    }
    await tab.screenshot('insights-quick');
    expect(await tab.close()).toEqual([]);
  });

  it('tell which facts of a host changed', async () => {
    const { client } = recorded.product;
    for (const [day, kernel] of [
      ['20', '6.1.0-37'],
      ['21', '6.1.0-38'],
    ]) {
      const result = { ansible_facts: { module_setup: true, ansible_kernel: kernel } };
      const run = aRun({}, new Date(`2026-11-${day}T10:00:00Z`)).with(
        aTask({ name: 'Gather facts', action: 'setup' }).on('fact-001', 'ok', { result }),
      );
      await client.upload(run.id, run.events());
    }
    await eventually(async () => {
      const { data } = await client.ask('{ host(name: "fact-001") { factChanges { totalCount } } }');
      return data.host?.factChanges.totalCount === 1;
    }, 30);
    const tab = await browser.open('#/hosts/fact-001');
    const turned = tab.page.getByRole('list', { name: 'Changed facts' });
    await turned.getByRole('listitem', { name: 'kernel: 6.1.0-37 → 6.1.0-38' }).waitFor();
    await tab.screenshot('host-facts');
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });
});
