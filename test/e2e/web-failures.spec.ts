import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** A loop of which one item fails, after a task that went well. */
function failingRun(startedAt = new Date()) {
  const args = { name: 'haproxy', state: 'started', sleep: 3 };
  const failed = {
    item: 'haproxy',
    _ansible_item_label: 'haproxy',
    failed: true,
    rc: 5,
    stderr: 'Unit haproxy not found.',
  };
  const fine = { item: 'keepalived', _ansible_item_label: 'keepalived', failed: false, changed: false };
  return aRun({}, startedAt).with(
    aTask({ name: 'loadbalancer : Check the configuration', action: 'command' }).okOn('ctl-001'),
    aTask({
      ...{ name: 'loadbalancer : Start what is needed', action: 'systemd', loop: true },
      ...{ path: '/ansible/roles/loadbalancer/tasks/start.yml', line: 41 },
    }).on('ctl-001', 'failed', {
      result: {
        ...{ failed: true, msg: 'One or more items failed' },
        results: [fine, { ...failed, invocation: { module_args: args } }],
      },
    }),
  );
}

withBrowser('failures, in a browser', () => {
  let product: Product;
  let browser: WebBrowser;

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  const upload = async (run: ReturnType<typeof failingRun>) => {
    await product.client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await product.client.ask('query ($id: ID!) { run(id: $id) { status } }', { id: run.id });
      return data?.run?.status === 'failed';
    });
  };

  it('opens a run with what failed: item, stderr, return code, arguments, file and line, and what ran before', async () => {
    const run = failingRun();
    await upload(run);
    const tab = await browser.open(`#/runs/${run.id}`);
    const { page } = tab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const failure = page.getByRole('article').first();
    await failure.getByText('Failed item').waitFor();
    const told = await failure.innerText();
    for (const part of ['ctl-001', 'haproxy', 'Unit haproxy not found.', 'return code 5', 'start.yml', '41']) {
      expect(told).toContain(part);
    }
    expect(told).toContain('Previous task on ctl-001');
    expect(told).toContain('Check the configuration');
    const given = failure.locator('figure').filter({ hasText: 'Module arguments' });
    await given.getByText('started').waitFor();
    await given.getByRole('button', { name: 'Copy' }).click();
    await given.getByText('Copied').waitFor();
    expect(JSON.parse(await page.evaluate<string>('navigator.clipboard.readText()'))).toEqual({
      ...{ name: 'haproxy', state: 'started', sleep: 3 },
    });
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });

  it('tells of a cause that was resolved and is back again', async () => {
    const { data } = await product.client.ask('{ failureGroups { nodes { id } } }');
    const [{ id }] = data.failureGroups.nodes;
    await product.client.ask('mutation ($id: ID!) { resolveFailureGroup(id: $id) { userErrors { code } } }', { id });
    const tab = await browser.open('#/failures?q=state%3Aregressed');
    const { page } = tab;
    const bar = page.getByRole('combobox', { name: 'Filter' });
    await bar.fill('state:resolved');
    await page.keyboard.press('Enter');
    await page.getByText('1 cause', { exact: true }).waitFor();
    await upload(failingRun(new Date(Date.now() + 1_000)));
    await bar.fill('state:regressed');
    await page.keyboard.press('Enter');
    await page.getByText('1 cause', { exact: true }).waitFor();
    await page.getByRole('table').getByText('regressed').waitFor();
    expect(await tab.close()).toEqual([]);
  });
});
