import { generateKeyPairSync } from 'node:crypto';
import { parseRetention } from '#config';
import { applyRetention } from '../../apps/worker/src/retention/apply-retention.js';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('a run whose details retention dropped', () => {
  const run = aRun({}, new Date('2026-01-10T08:00:00Z')).with(aTask().changedOn('ctl-001').failedOn('ctl-002'));
  let product: Product;
  let browser: WebBrowser;
  let droppedAt: string;

  beforeAll(async () => {
    product = await Product.start();
    const { client } = product;
    await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ failureGroups { totalCount } runs { nodes { status } } }');
      return data.failureGroups.totalCount === 1 && data.runs.nodes[0]?.status === 'failed';
    }, 30);
    const dataSource = await product.database.connect();
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = '2026-01-10'`);
    const { privateKey } = generateKeyPairSync('ed25519');
    await applyRetention(dataSource, privateKey, { rules: parseRetention('90d') ?? [], now: new Date(), by: 'test' });
    const { data } = await client.ask('query ($id: ID!) { run(id: $id) { detailsDroppedAt } }', { id: run.id });
    droppedAt = data.run.detailsDroppedAt.slice(0, 19).replace('T', ' ');
    browser = await WebBrowser.launch(client);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('says what is gone, since when, and what is kept', async () => {
    const tab = await browser.open(`#/runs/${run.id}`, { preferences: { clock: 'utc' } });
    const { page } = tab;
    await page.getByText(`Retention removed the details of this run: ${droppedAt} UTC.`).waitFor();
    await page
      .getByRole('region', { name: 'Failures' })
      .getByText('Retention removed the failures and their messages')
      .waitFor();
    for (const view of ['Hosts × tasks', 'Results', 'Timeline']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await page.getByRole('region', { name: view }).getByText('Retention removed the results.').waitFor();
    }
    await tab.screenshot('run-dropped');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.getByRole('link', { name: 'Recap', exact: true }).click();
    await page.getByRole('rowheader', { name: 'ctl-002' }).waitFor();

    // By a link from the days when the result was there.
    await tab.goto(`#/runs/${run.id}?task=3&host=ctl-002`);
    await page
      .getByRole('dialog', { name: 'Result' })
      .getByText(`Retention removed the results of this run: ${droppedAt} UTC.`)
      .waitFor();

    await tab.goto(`#/runs/${run.id}/compare?with=${run.id}`);
    await page.getByText('Retention removed the results of one of these runs').waitFor();

    await tab.goto('#/failures');
    await page.getByRole('link', { name: 'it failed' }).click();
    await page.getByRole('dialog', { name: 'Cause' }).getByText('Retention removed their results.').waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('says on the page of changes that its changes are not listed, on paper too', async () => {
    const tab = await browser.open('#/changes', { preferences: { clock: 'utc' } });
    const { page } = tab;
    const note = page.getByText('Retention removed the details of 1 run: its changes are still counted');
    await note.waitFor();
    expect(await note.innerText()).toContain(`Started: 2026-01-10 08:00:00 UTC. Last removed: ${droppedAt} UTC.`);
    await page.getByText('No changes are listed any more.').waitFor();
    await page.getByRole('button', { name: 'keystone', exact: true }).waitFor();
    await tab.screenshot('changes-dropped');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await note.isVisible()).toBe(true);
    await page.emulateMedia({ media: null });

    await tab.goto('#/changes?q=since:2026-03-01');
    await page.getByText('No changes match this filter.').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await note.count()).toBe(0);
    for (const place of ['#/changes?q=host:ctl-001', '#/services/keystone', '#/hosts/ctl-001']) {
      await tab.goto(place);
      await note.waitFor();
    }
    expect(await tab.close()).toEqual([]);
  });

  it('says it in German, on a phone', async () => {
    const tab = await browser.open(`#/runs/${run.id}`, { width: 'phone', language: 'de', theme: 'dark' });
    await tab.page.getByText('Die Details dieses Laufs wurden').waitFor();
    await tab.screenshot('run-dropped-de');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    await tab.goto('#/changes');
    await tab.page.getByText('Die Details von 1 Lauf wurden').waitFor();
    await tab.screenshot('changes-dropped-de');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });
});
