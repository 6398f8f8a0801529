import { writeFileSync } from 'node:fs';
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

    const inventory = ['-i', 'alpha,beta,gamma', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'];
    const ended = control.run('ansible-playbook', ...inventory, control.playbook('live'));
    const row = page.getByRole('row').filter({ hasText: 'live.yml' });
    await row.getByText('running').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'live.yml' }).click();
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByText('Say something in colour').waitFor({ timeout: 30_000 });
    expect(await page.getByRole('button', { name: 'Following the end' }).count()).toBe(1);
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

  it('tells how far a run is, by the last one like it', async () => {
    const inventory = ['-i', 'alpha,', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'];
    const play = () => control.run('ansible-playbook', ...inventory, control.playbook('live'));
    expect((await play()).code).toBe(0);
    const tab = await browser.open('#/runs?q=status:running');
    const ended = play();
    await tab.page.getByRole('progressbar').waitFor({ timeout: 30_000 });
    expect(await tab.page.getByRole('progressbar').getAttribute('aria-label')).toMatch(/% of the last run like it/);
    await tab.screenshot('runs-live');
    await ended;
    await tab.page.getByText('No run matches this filter.').waitFor({ timeout: 30_000 });
    expect(await tab.close()).toEqual([]);
  }, 240_000);
});
