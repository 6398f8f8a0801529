import type { RunEvent } from '#run-events';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

const image = (action: string, tag: string) => ({
  result: {
    changed: true,
    invocation: { module_args: { action, name: 'keystone', image: `registry/kolla/keystone:${tag}` } },
  },
});

withBrowser('what did not come to its end, and who was lost', () => {
  let product: Product;
  let browser: WebBrowser;

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
    const at = (hour: number) => new Date(`2026-11-02T0${hour}:00:00Z`);
    const extraVars = { kolla_action: 'deploy' };
    const started = aTask().on('ctl-001', 'changed', image('start_container', 'old'));
    const lost = aTask({ name: 'Gathering Facts', action: 'gather_facts', role: null }).on('ctl-003', 'unreachable', {
      result: { unreachable: true, msg: 'No route to host' },
    });
    const first = aRun({ extraVars }, at(1)).with(
      lost,
      started.on('ctl-002', 'changed', image('start_container', 'old')),
    );
    const copied = aTask({ name: 'keystone : Copy', action: 'template' }).changedOn('ctl-001');
    const second = aRun({ extraVars: { kolla_action: 'upgrade' } }, at(2))
      .with(copied)
      .unfinished();
    const events = second.events();
    const end = { outcome: 'interrupted' as const, reason: 'SIGINT', recap: null, customStats: null, reporter: {} };
    const occurredAt = events.at(-1)!.occurredAt;
    const finished: RunEvent = { seq: events.length + 1, type: 'run_finished', occurredAt, ...end };
    for (const [id, all] of [
      [first.id, first.events()],
      [second.id, [...events, finished]],
    ] as const) {
      await product.client.upload(id, all);
      await eventually(async () => {
        const { data } = await product.client.ask(`query ($id: ID!) { run(id: $id) { deployments { totalCount } } }`, {
          id,
        });
        return data.run?.deployments.totalCount > 0;
      });
    }
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it.each([
    { theme: 'light', language: 'en', cell: /old.*interrupted.*unfinished$/, row: '2 of 3, ctl-003 unreachable' },
    { theme: 'dark', language: 'de', cell: /old.*interrupted.*unvollendet$/, row: '2 von 3, ctl-003 nicht erreichbar' },
  ] as const)('is told on the page, in $language and $theme', async ({ theme, language, cell, row }) => {
    const tab = await browser.open('#/state', { theme, language });
    await tab.page.locator('a.state-cell[data-cell="keystone ctl-001"]').waitFor();
    const told = await tab.page.locator('a.state-cell[data-cell="keystone ctl-001"]').innerText();
    expect(told.replaceAll(/\s+/g, ' ').trim()).toMatch(cell);
    await tab.screenshot(`unfinished-state-${language}`);
    await tab.goto('#/services/keystone');
    await tab.page.getByText(row).waitFor();
    await tab.screenshot(`unfinished-service-${language}`);
    await tab.goto('#/state?service=keystone&host=ctl-001');
    await tab.page.locator('.side-panel .state-facts').nth(1).waitFor();
    await tab.screenshot(`unfinished-panel-${language}`);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });
});
