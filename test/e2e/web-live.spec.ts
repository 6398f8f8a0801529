import { writeFileSync } from 'node:fs';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { ControlHost } from '../support/ansible.js';
import { Product } from '../support/product.js';
import { WebBrowser } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

/** Goes on for half a minute, and fails on one host in the end. */
const PLAYBOOK = `
- name: Apply role keystone
  hosts: all
  gather_facts: false
  tasks:
    - name: Wait a little
      ansible.builtin.pause: { seconds: 1 }
    - name: Say something in colour
      ansible.builtin.command: printf '\\033[31mred\\033[0m plain'
    - name: Go on
      ansible.builtin.command: sleep 0.3
      loop: "{{ range(0, 12) | list }}"
    - name: End badly on one host
      ansible.builtin.command: sh -c 'echo first; echo second >&2; exit 3'
      when: inventory_hostname == 'beta'
    - name: End well
      ansible.builtin.debug: { msg: done }
`;

withBrowser('the page, while Ansible runs', () => {
  let product: Product;
  let browser: WebBrowser;
  const control = new ControlHost();

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
    const { url } = product.client;
    await control.installFrom(url);
    writeFileSync(control.playbook('live'), PLAYBOOK);
    control.writeConfiguration(
      [
        '[defaults]',
        'callbacks_enabled = playledger.reporter.playledger',
        '[callback_playledger]',
        `url = ${url}`,
        `token_file = ${product.dataDir}/admin-token`,
      ].join('\n'),
    );
  });
  afterAll(async () => {
    await browser.close();
    control.remove();
    await product.stop();
  });

  it('waits for the first event, shows the run as it comes, and then what failed', async () => {
    const tab = await browser.open('#/runs');
    const { page } = tab;
    await page.getByRole('heading', { name: 'Waiting for the first event' }).waitFor();
    await page.getByText('ansible-galaxy collection install').waitFor();
    expect(await page.getByText(product.client.token).count()).toBe(0);
    await tab.screenshot('first-minute');
    expect(await tab.seriousFindings()).toEqual([]);
    const phone = await browser.open('#/runs', { width: 'phone', language: 'de', theme: 'dark' });
    await phone.page.getByRole('heading', { name: 'Warten auf das erste Ereignis' }).waitFor();
    await phone.screenshot('first-minute-de');
    expect(await phone.seriousFindings()).toEqual([]);
    expect(await phone.overflows()).toBe(false);
    expect(await phone.close()).toEqual([]);

    const inventory = ['-i', 'alpha,beta,gamma', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'];
    const ended = control.run('ansible-playbook', ...inventory, control.playbook('live'));
    const row = page.getByRole('row').filter({ hasText: 'live.yml' });
    await row.getByText('running').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'live.yml' }).click();
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByText('Say something in colour').waitFor({ timeout: 30_000 });
    expect(await page.getByRole('button', { name: 'Following' }).count()).toBe(1);
    await page.getByText('Go on').waitFor({ timeout: 30_000 });
    await tab.screenshot('run-live');

    expect((await ended).code).not.toBe(0);
    await page.getByRole('article').getByText('End badly on one host').first().waitFor({ timeout: 30_000 });
    await page.locator('h1').locator('..').getByText('failed').waitFor({ timeout: 30_000 });
    await page.getByText('return code 3').first().waitFor();
    await tab.screenshot('run-live-failed');

    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Result' });
    await panel.getByText('second').first().waitFor();
    expect(page.url()).toMatch(/task=\d+&host=beta|host=beta&task=\d+/);
    await tab.screenshot('result-panel');
    expect(await tab.seriousFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });

    await page.getByText('Say something in colour').scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: /alpha/ }).nth(1).click();
    await panel.locator('.ansi-red').getByText('red').first().waitFor();
    expect(await tab.close()).toEqual([]);
  }, 240_000);

  it('says of a run what is missing from its record, what came late, and what reporting it cost', async () => {
    const run = aRun().with(aTask().okOn('alpha', 'beta', 'gamma'));
    const reporter = { lost: 3, rejected: 1, spooled: 4, hookSeconds: 0.25, batches: 2, bytes: 2_048, retries: 1 };
    const events = run.events().map((event) => (event.type === 'run_finished' ? { ...event, reporter } : event));
    // Two never came.
    await product.client.upload(
      run.id,
      events.filter(({ seq }) => seq !== 4 && seq !== 5),
    );
    const tab = await browser.open(`#/runs/${run.id}?view=about`);
    const { page } = tab;
    for (const told of [
      '2 events are missing from the record (4–5)',
      'The callback plugin lost 3 events.',
      'The server rejected 1 event',
      '4 events arrived late, from the spool',
      '250 ms in hooks',
      'batches: 2, 2 kB; retries: 1',
    ]) {
      await page.getByText(told).waitFor({ timeout: 30_000 });
    }
    await tab.screenshot('run-gaps');
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  }, 120_000);

  it('follows the end of a running run, and stays where one scrolls up', async () => {
    const hosts = Array.from({ length: 10 }, (_, index) => `cmp-${index}`);
    const tasks = Array.from({ length: 30 }, (_, index) => aTask({ name: `nova : Task ${index}` }).okOn(...hosts));
    const run = aRun().with(...tasks);
    const events = run.events();
    const [half, most] = [Math.floor(events.length / 2), events.length - 40];
    await product.client.upload(run.id, events.slice(0, half));
    const tab = await browser.open(`#/runs/${run.id}?view=results`);
    const { page } = tab;
    const frame = page.locator('.results-frame');
    const distance = () => frame.evaluate((all) => all.scrollHeight - all.scrollTop - all.clientHeight);
    await page.getByRole('button', { name: 'Following' }).waitFor();
    await eventually(async () => (await distance()) < 5);

    await frame.hover();
    await page.mouse.wheel(0, -600);
    await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    const place = await frame.evaluate((all) => all.scrollTop);
    const before = await distance();
    await product.client.upload(run.id, events.slice(half, most));
    await eventually(async () => (await distance()) > before + 500);
    expect(await frame.evaluate((all) => all.scrollTop)).toBe(place);

    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await eventually(async () => (await distance()) < 5);
    const height = await frame.evaluate((all) => all.scrollHeight);
    await product.client.upload(run.id, events.slice(most));
    await eventually(async () => (await frame.evaluate((all) => all.scrollHeight)) > height);
    await eventually(async () => (await distance()) < 5);
    expect(await tab.close()).toEqual([]);
  }, 120_000);

  it('tells how far a run is, by the last one like it', async () => {
    const inventory = ['-i', 'alpha,', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'];
    const play = () => control.run('ansible-playbook', ...inventory, control.playbook('live'));
    expect((await play()).code).toBe(0);
    const tab = await browser.open('#/runs?q=status:running');
    const ended = play();
    await tab.page.getByRole('progressbar').waitFor({ timeout: 30_000 });
    expect(await tab.page.getByRole('progressbar').getAttribute('aria-label')).toMatch(/% of the last comparable run/);
    await tab.screenshot('runs-live');
    await ended;
    await tab.page.getByText('No runs match this filter.').waitFor({ timeout: 30_000 });
    expect(await tab.close()).toEqual([]);
  }, 240_000);
});
