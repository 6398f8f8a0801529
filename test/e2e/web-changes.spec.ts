import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from '../support/api-client.js';
import type { RecordedProduct } from '../support/web-product.js';
import { startRecordedProduct } from '../support/web-product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

withBrowser('the changes page', () => {
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

  const filter = async (page: Page, text: string) => {
    const field = page.getByRole('combobox', { name: 'Filter' });
    await field.fill(text);
    await field.press('Enter');
  };
  const rows = (page: Page) => page.getByRole('list', { name: 'Changes in order' }).getByRole('article');

  it('says who changed what, where and when, and narrows by filter and by bar', async () => {
    const tab = await browser.open('#/changes');
    const { page } = tab;
    await page.getByText('407 changes').waitFor();
    await filter(page, 'operator:bob');
    await page.getByText('4 changes').waitFor();
    expect(page.url()).toContain('q=operator%3Abob');
    const first = rows(page).first();
    expect(await first.innerText()).toMatch(/memcached.*bob.*site\.yml/s);

    await page.getByRole('combobox', { name: 'Changes by' }).selectOption('host');
    await page.getByRole('button', { name: 'ctl-001', exact: true }).click();
    await page.getByText('2 changes').waitFor();
    expect(decodeURIComponent(page.url().replaceAll('+', ' '))).toContain('q=operator:bob host:ctl-001');

    await filter(page, 'operator:nobody');
    await page.getByText('No changes match this filter.').waitFor();
    await filter(page, 'since:2026-11-22T07:30Z until:2026-11-22T07:46Z service:mariadb');
    await page.getByText(/^\d+ changes$/).waitFor();
    expect(await page.getByText('operator:nobody').count()).toBe(0);
    await filter(page, 'colour:red');
    await page.getByRole('alert').filter({ hasText: 'Unknown filter “colour:”' }).waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('shows diffs as diffs, or why there is none', async () => {
    // In check mode with --diff.
    const run = recorded.runs['kolla-4-check-rabbitmq-failed'] ?? '';
    const tab = await browser.open(`#/changes?q=${encodeURIComponent(`run:${run} check:yes`)}`);
    const { page } = tab;
    await rows(page).first().waitFor();
    const diffs = rows(page).locator('details');
    expect(await diffs.count()).toBeGreaterThan(0);
    expect(await rows(page).locator('.diff').first().isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Show all diffs' }).click();
    await rows(page).locator('.diff-added').first().waitFor();
    expect(page.url()).toContain('diffs=open');
    await tab.screenshot('changes-diffs');
    await page.getByRole('button', { name: 'Hide all diffs' }).click();
    await rows(page).locator('.diff').first().waitFor({ state: 'hidden' });

    await filter(page, 'service:memcached operator:bob');
    await page.getByText('No diff: the run was started without --diff').first().waitFor();
    expect(await tab.close()).toEqual([]);
  });

  it('exports what the filter finds', async () => {
    const tab = await browser.open('#/changes?q=operator:bob');
    const { page } = tab;
    await page.getByText('4 changes').waitFor();
    const fileOf = async (button: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
    };
    const csv = await fileOf('Export CSV');
    expect(csv.name).toBe('changes.csv');
    expect(csv.text.split('\r\n')[0]).toMatch(/^occurredAt,run,/);
    expect(csv.text.match(/,bob,/g)).toHaveLength(4);
    const json = await fileOf('Export JSON');
    expect(json.name).toBe('changes.jsonl');
    const lines = json.text.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { operator: string }).operator)).toEqual(Array(4).fill('bob'));
    expect(await tab.close()).toEqual([]);
  });

  it('prints the filter and the list, and nothing to press', async () => {
    const tab = await browser.open('#/changes?q=operator:bob&diffs=open', { theme: 'dark' });
    const { page } = tab;
    await rows(page).first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('operator:bob', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await tab.screenshot('changes-print');
    expect(await tab.close()).toEqual([]);
  });

  it('prints all changes, which are loaded before', async () => {
    const tab = await browser.open('#/changes');
    const { page } = tab;
    await page.getByText('50 of 407').waitFor();
    await page.evaluate(`addEventListener('beforeprint', () => {
      window.printed = document.querySelectorAll('.change').length;
    })`);
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await eventually(() => page.evaluate<boolean>('window.printed !== undefined'));
    expect(await page.evaluate('window.printed')).toBe(407);
    expect(await tab.close()).toEqual([]);
  });

  it('fits a phone and speaks German', async () => {
    const tab = await browser.open('#/changes?by=operator', { width: 'phone', language: 'de' });
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Änderungen' }).waitFor();
    await page.getByText('407 Änderungen').waitFor();
    await page.getByRole('button', { name: 'alice' }).waitFor();
    await tab.screenshot('changes-de');
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });
});
