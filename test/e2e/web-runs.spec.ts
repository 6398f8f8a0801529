import { execFileSync } from 'node:child_process';
import { startRecordedProduct, type RecordedProduct } from '../support/web-product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('runs and failures, in a browser', () => {
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

  it('filters as one types, with suggestions, and keeps the filter in the URL', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    const names = () => page.getByRole('rowheader').allTextContents();
    const bar = page.getByRole('combobox', { name: 'Filter' });
    await page.getByRole('rowheader').first().waitFor();
    await bar.click();
    await page.keyboard.type('ser');
    await page.getByRole('option', { name: /service:/ }).click();
    await page.keyboard.type('key');
    await tab.screenshot('runs-suggestions');
    await page.getByRole('option', { name: 'keystone' }).click();
    await page.getByText('4 runs').waitFor();
    expect(await bar.inputValue()).toBe('service:keystone ');
    await page.keyboard.type('action:upgrade');
    await page.keyboard.press('Enter');
    await page.getByText('1 run', { exact: true }).waitFor();
    expect(decodeURIComponent(page.url())).toContain('q=service:keystone+action:upgrade');
    await page.goBack();
    await page.getByText('4 runs').waitFor();
    await page.reload();
    await page.getByText('4 runs').waitFor();
    expect((await names()).length).toBe(4);

    await bar.fill('colour:red status:odd');
    await page.keyboard.press('Enter');
    await page.getByText('Unknown filter “colour:”').waitFor();
    await page.getByText('“status:odd” is not valid').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('shows the usual columns without scrolling sideways on a usual screen', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    await page.getByRole('rowheader').first().waitFor();
    expect(page.viewportSize()?.width).toBe(1_440);
    for (const name of ['Status', 'Ansible', 'Controller', 'Labels']) {
      const header = await page.getByRole('columnheader', { name, exact: true }).boundingBox();
      expect((header?.x ?? 0) + (header?.width ?? Infinity)).toBeLessThanOrEqual(1_440);
    }
    // It failed, and none of its results did.
    await page.getByRole('row', { name: /^failed 1 unreachable site.yml memcached/ }).waitFor();
    const hidden = await page.getByRole('table').evaluate(({ parentElement }) => {
      return parentElement === null ? Infinity : parentElement.scrollWidth - parentElement.clientWidth;
    });
    expect(hidden).toBe(0);
    expect(await tab.close()).toEqual([]);
  });

  it('remembers views, and shows the columns that one wants', async () => {
    const tab = await browser.open('#/runs?q=status:failed');
    const { page } = tab;
    await page.getByText('2 runs').waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'CLI' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'CLI' }).waitFor();
    await page.getByText('ansible-playbook -i').first().waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Name of the view').fill('broken');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await tab.screenshot('runs-views');
    await page.keyboard.press('Escape');
    await tab.goto('#/runs');
    await page.getByText('9 runs').waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('link', { name: 'broken' }).click();
    await page.getByText('2 runs').waitFor();
    await page.getByRole('columnheader', { name: 'CLI' }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('leads from a heat map to a result, and by a link to a line of it', async () => {
    const uuid = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${uuid}`);
    const { page } = tab;
    const map = page.getByRole('group', { name: /hosts by \d+ tasks/ });
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Result' });
    await panel.getByText('Full result').last().waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    // The closed panel gives the focus back.
    await map.and(page.locator(':focus')).waitFor();

    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await panel.getByRole('link', { name: 'Line 3 of msg' }).click();
    const link = page.url();
    expect(link).toContain('line=msg');
    await tab.goto(link.slice(link.indexOf('#')));
    await panel.locator('.numbered-target').getByText('The error appears to be in').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('shows differences as differences, and copies the command line', async () => {
    const uuid = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${uuid}?view=results&status=changed`);
    const { page } = tab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('button', { name: /changed.*ctl-001/ })
      .first()
      .click();
    const panel = page.getByRole('dialog', { name: 'Result' });
    await panel.locator('summary').filter({ hasText: 'changed' }).first().click();
    await panel.locator('.diff-added').first().waitFor();
    await tab.screenshot('result-diff');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Copy ▾' }).click();
    await page.getByRole('menuitem', { name: /command line/ }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toContain('--limit ctl-001');
    expect(copied).toContain('--check --diff');
    expect(await tab.close()).toEqual([]);
  });

  it('orders the tasks of a timeline, and keeps the order in the URL', async () => {
    const uuid = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${uuid}?view=timeline`);
    const { page } = tab;
    const names = page.locator('.lane-name');
    await names.first().waitFor();
    const asRun = await names.allInnerTexts();
    await page.getByRole('button', { name: 'Longest first' }).click();
    await page.waitForURL(/view=timeline&order=longest/);
    const longest = await names.allInnerTexts();
    expect(longest).not.toEqual(asRun);
    await tab.goto(`#/runs/${uuid}?view=timeline&order=longest`);
    await names.first().waitFor();
    expect(await names.allInnerTexts()).toEqual(longest);
    await page.getByRole('button', { name: 'Chronological' }).click();
    await page.waitForURL(/view=timeline$/);
    expect(await tab.close()).toEqual([]);
  });

  it('compares a run with the last good one, and with any other', async () => {
    const failed = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${failed}`);
    const { page } = tab;
    await page.getByRole('link', { name: /Compare/ }).click();
    await page.getByRole('heading', { name: 'Results with another status' }).waitFor();
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
    await page.waitForURL(/with=/);
    await page.getByRole('heading', { name: 'How the runs were started' }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('lists the hosts of a failure between their names, not at their hyphens', async () => {
    const tab = await browser.open('#/failures');
    const names = tab.page.locator('td .whole-name');
    await names.first().waitFor();
    expect(await names.allInnerTexts()).toContain('ctl-003');
    const lines = await names.evaluateAll((all) => all.map((name) => name.getClientRects().length));
    expect(Math.max(...lines)).toBe(1);
    expect(await tab.close()).toEqual([]);
  });

  it('copies what a page asks as GraphQL and as curl, which answer the same', async () => {
    const uuid = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${uuid}`);
    const { page } = tab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (name: RegExp): Promise<string> => {
      await page.getByRole('button', { name: 'Copy ▾' }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      await page.getByRole('button', { name: 'Copy ▾' }).waitFor();
      return page.evaluate<string>('navigator.clipboard.readText()');
    };
    const graphql = await copied(/GraphQL/);
    const variables = JSON.parse(/# variables: (.*)/.exec(graphql)?.[1] ?? '') as Record<string, unknown>;
    const { client } = recorded.product;
    const asked = await client.ask(graphql, variables);
    expect(asked).toMatchObject({ data: { run: { uuid, status: 'failed' } } });
    const curl = await copied(/curl/);
    expect(curl).not.toContain(client.token);
    const env = { ...process.env, PLAYLEDGER_TOKEN: client.token };
    expect(JSON.parse(execFileSync('bash', ['-c', curl], { encoding: 'utf8', env }))).toEqual(asked);
    expect(await tab.close()).toEqual([]);
  });

  it('leads from a result to its task on all hosts', async () => {
    const uuid = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/runs/${uuid}`);
    const { page } = tab;
    await page.getByRole('article').first().waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    const link = page.getByRole('dialog', { name: 'Result' }).locator('.task-name a');
    const name = await link.innerText();
    await link.click();
    await page.locator('.task-row').first().waitFor();
    expect(new Set(await page.locator('.task-row strong').allInnerTexts())).toEqual(new Set([name]));
    expect(page.url()).toContain('view=results');
    expect(await tab.close()).toEqual([]);
  });

  it('groups failures, takes a note with a ticket, resolves and opens again', async () => {
    const tab = await browser.open('#/failures');
    const { page } = tab;
    await page.getByRole('link', { name: /No route to host/ }).click();
    const panel = page.getByRole('dialog', { name: 'Cause' });
    await panel.getByText('No notes yet.').waitFor();
    await panel.getByLabel('Note', { exact: true }).fill('the switch was off <b>again</b>');
    await panel.getByLabel('Link to a ticket').fill('javascript:alert(1)');
    await panel.getByText('A link must begin with').waitFor();
    await panel.getByLabel('Link to a ticket').fill('https://tickets.example.org/T-12');
    await panel.getByRole('button', { name: 'Add note' }).click();
    await panel.getByText('the switch was off <b>again</b>').waitFor();
    expect(await panel.getByRole('link', { name: 'Ticket', exact: true }).getAttribute('href')).toBe(
      'https://tickets.example.org/T-12',
    );
    await panel.getByRole('button', { name: 'Resolve' }).click();
    await panel.getByRole('button', { name: 'Reopen' }).waitFor();
    await tab.screenshot('failure-cause');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    const bar = page.getByRole('combobox', { name: 'Filter' });
    await bar.fill('state:resolved');
    await page.keyboard.press('Enter');
    await page.getByText('1 cause', { exact: true }).waitFor();
    expect(await tab.close()).toEqual([]);
  });
});
