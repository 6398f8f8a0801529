import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** A run in which one hostile text stands wherever a text can stand. */
function hostileRun(text: string, index: number) {
  const result = {
    msg: text,
    stdout: `${text}\nsecond line`,
    stderr: text,
    rc: 1,
    [text]: text,
    invocation: { module_args: { name: text, [text]: text } },
    diff: [
      { before: `${text}\n`, after: `${text} after\n`, before_header: text, after_header: text },
      { prepared: `+${text}` },
    ],
  };
  const items = { results: [{ item: text, failed: true, msg: text, _ansible_item_label: text }] };
  return aRun({
    playbookPath: `/ansible/${text}`,
    controller: text,
    user: text,
    sudoUser: `${text} `,
    workingDirectory: text,
    limit: text,
    tags: [text],
    skipTags: [text],
    inventory: [text],
    labels: [text],
    extraVarNames: [text],
    extraVars: { [text]: text, kolla_action: text, openstack_release: text },
    environment: { ENVIRONMENT: text },
    arguments: { [text]: text },
    configurationRepository: { path: text, commit: text, branch: text, remote: text, dirty: true },
  }).with(
    aTask({ name: text, role: text, action: text, path: text, tags: [text] })
      .on(`${text} ${index}`, 'changed', { result })
      .on(`other ${index}`, 'failed', { result: { ...result, failed: true }, delegatedTo: text }),
    aTask({ name: `loop ${text}`, loop: true }).on(`${text} ${index}`, 'failed', { result: { ...result, ...items } }),
  );
}

withBrowser('hostile texts', () => {
  let product: Product;
  let browser: WebBrowser;
  const runs = HOSTILE_TEXTS.map((text, index) => ({ text, host: `${text} ${index}`, run: hostileRun(text, index) }));

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
    for (const { text, run } of runs) {
      const events = run.events().map((event) => {
        return event.type === 'play_started' ? { ...event, name: `Apply role ${text}`, roles: [text] } : event;
      });
      const { body } = await product.client.upload(run.id, events);
      expect({ text, rejected: body.rejected }).toEqual({ text, rejected: [] });
    }
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs(filter: { status: failed }) { totalCount } }');
      return data.runs.totalCount === runs.length;
    }, 60);
    const { data } = await product.client.ask('{ failureGroups { nodes { id } } }');
    for (const [index, { id }] of (data.failureGroups.nodes as { id: string }[]).entries()) {
      const text = HOSTILE_TEXTS[index % HOSTILE_TEXTS.length];
      await product.client.ask(
        'mutation ($id: ID!, $text: String!) { annotateFailureGroup(id: $id, text: $text) { userErrors { code } } }',
        { id, text },
      );
    }
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('are shown as they are in lists, and nothing runs', async () => {
    for (const place of [
      '#/runs',
      '#/runs?columns=playbook,cli,path,labels,user,operator,environment',
      '#/hosts',
      '#/failures',
      '#/services',
      '#/state',
      '#/changes?diffs=open',
      '#/insights?period=7d&by=service',
      '#/insights?period=7d&by=environment',
      '#/access',
    ]) {
      const tab = await browser.open(place);
      await tab.page.locator('main :is([role="rowheader"], tbody th, .state-cell, .change)').first().waitFor();
      await tab.page.waitForLoadState('networkidle');
      expect({ place, intruders: await intruders(tab.page) }).toEqual({ place, intruders: 0 });
      expect({ place, complaints: await tab.close() }).toEqual({ place, complaints: [] });
    }
  });

  it('are shown as they are in a run, its results and its host, and nothing runs', async () => {
    for (const [index, { text, host, run }] of runs.entries()) {
      const tab = await browser.open(`#/runs/${run.id}`);
      const { page } = tab;
      await page.getByRole('article').first().waitFor();
      for (const view of ['results', 'timeline', 'hosts', 'about']) await tab.goto(`#/runs/${run.id}?view=${view}`);
      await tab.goto(`#/runs/${run.id}?view=results&task=3&host=${encodeURIComponent(host)}`);
      await page.getByRole('dialog', { name: 'Result' }).getByText('Full result').last().waitFor();
      expect({ text, intruders: await intruders(page) }).toEqual({ text, intruders: 0 });
      await tab.goto(`#/hosts/${encodeURIComponent(host)}`);
      await page.getByRole('rowheader').first().waitFor();
      expect({ text, host: await page.getByRole('heading', { level: 1 }).textContent() }).toEqual({ text, host });
      await tab.goto(`#/runs/${run.id}/compare?with=${runs.at(index - 1)?.run.id}`);
      await page.getByRole('heading', { level: 1, name: 'Comparison' }).waitFor();
      await page.getByRole('rowheader').first().waitFor();
      expect({ text, compared: await intruders(page) }).toEqual({ text, compared: 0 });
      expect({ text, complaints: await tab.close() }).toEqual({ text, complaints: [] });
    }
  });

  it('are shown as they are in the panel of a cause with its notes, and nothing runs', async () => {
    const { data } = await product.client.ask('{ failureGroups(first: 50) { nodes { fingerprint } } }');
    const tab = await browser.open('#/failures');
    const { page } = tab;
    for (const { fingerprint } of data.failureGroups.nodes as { fingerprint: string }[]) {
      await tab.goto(`#/failures?group=${fingerprint}`);
      await page.getByRole('dialog', { name: 'Cause' }).getByRole('article').first().waitFor();
      expect(await intruders(page)).toBe(0);
    }
    expect(await tab.close()).toEqual([]);
  });

  it('are shown as they are on the page of a service, and nothing runs', async () => {
    const { data } = await product.client.ask('{ services(first: 50) { nodes { name } } }');
    const names = (data.services.nodes as { name: string }[]).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const tab = await browser.open(`#/services/${encodeURIComponent(name)}`);
      const { page } = tab;
      await page.locator('.last-deployments').waitFor();
      await page.waitForLoadState('networkidle');
      const heading = await page.getByRole('heading', { level: 1 }).textContent();
      expect({ name, heading, intruders: await intruders(page) }).toEqual({ name, heading: name, intruders: 0 });
      expect({ name, complaints: await tab.close() }).toEqual({ name, complaints: [] });
    }
  });

  it('are held back by a policy that lets nothing inline run', async () => {
    const policy = (await fetch(product.client.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  /** Elements that only a text could have brought, and links that go elsewhere. */
  const intruders = (page: { evaluate: (code: string) => Promise<unknown> }) =>
    page.evaluate(`document.querySelectorAll(
      'body script, main img, main iframe, main style, [onerror], [onload], [onfocus], [onmouseover], [srcdoc],' +
      'a[href^="javascript:" i], a[href^="data:" i], form[action]'
    ).length`);
});
