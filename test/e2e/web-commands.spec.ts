import { spawnSync } from 'node:child_process';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { WebBrowser, type Tab } from '../support/web-browser.js';

const withBrowser = WebBrowser.executablePath === null ? describe.skip : describe;

const SITE = '/usr/local/share/kolla-ansible/ansible/site.yml';
const FILES = ['@/etc/kolla/globals.yml', '@/etc/kolla/passwords.yml', 'CONFIG_DIR=/etc/kolla'];
const ofKolla = (...variables: string[]) => [
  ...['ansible-playbook', ...[...FILES, ...variables, 'kolla_action=deploy'].flatMap((text) => ['-e', text])],
  ...[SITE, '--inventory', 'multinode'],
];

withBrowser('the command to run it again, in a browser', () => {
  let product: Product;
  let browser: WebBrowser;
  const runs = {
    typed: aRun({ playbookPath: SITE, workingDirectory: "/root/it's", commandLine: ofKolla() }),
    secret: aRun({ playbookPath: SITE, commandLine: ofKolla('db_password=<redacted by playledger>') }),
    older: aRun({ playbookPath: '/x/site.yml', extraVars: { region: 'of a file' }, extraVarNames: ['region', 'x'] }),
  };

  beforeAll(async () => {
    product = await Product.start();
    browser = await WebBrowser.launch(product.client);
    for (const run of Object.values(runs)) {
      run.with(aTask().okOn('ctl-001').failedOn('ctl-002').failedOn('ctl-003'));
      await product.client.upload(run.id, run.events());
      await eventually(async () => {
        const { data } = await product.client.ask('query ($id: ID!) { run(id: $id) { status } }', { id: run.id });
        return data.run?.status === 'failed';
      });
    }
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  async function copied({ page }: Tab, name: string): Promise<string> {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy ▾' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Copied ▾' }).waitFor();
    await page.getByRole('button', { name: 'Copy ▾' }).waitFor();
    return page.evaluate<string>('navigator.clipboard.readText()');
  }

  it('copies exactly what was typed, and the same for the failed hosts and for kolla-ansible', async () => {
    const tab = await browser.open(`#/runs/${runs.typed.id}`);
    await tab.page.getByRole('button', { name: 'Copy ▾' }).click();
    await tab.screenshot('commands-menu');
    await tab.page.keyboard.press('Escape');
    const typed = `cd '/root/it'\\''s' && ${ofKolla().join(' ')}`;
    expect(await copied(tab, 'As a command line to run it again')).toBe(typed);
    expect(await copied(tab, 'The same for the failed hosts only (2)')).toBe(`${typed} --limit ctl-002,ctl-003`);
    const own = `cd '/root/it'\\''s' && kolla-ansible -i multinode`;
    expect(await copied(tab, 'As kolla-ansible')).toBe(`${own} deploy`);
    expect(await copied(tab, 'As kolla-ansible, for the failed hosts only (2)')).toBe(
      `${own} --limit ctl-002,ctl-003 deploy`,
    );
    expect(await tab.close()).toEqual([]);
  });

  it('says what was left out, in a text that no shell runs before it is there', async () => {
    const tab = await browser.open(`#/runs/${runs.secret.id}`);
    const text = await copied(tab, 'As a command line to run it again');
    expect(text).toContain('# Not recorded, perhaps a secret: db_password.');
    const pasted = spawnSync('/bin/sh', ['-c', text.replace('cd /opt/configuration', 'cd /')], {
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    });
    expect(pasted.status).not.toBe(0);
    expect(pasted.stderr).toContain('LEFT_OUT_db_password: not recorded');
    expect(pasted.stderr).not.toContain('command not found');
    expect(await tab.close()).toEqual([]);
  });

  it('does not pretend that variables of files were typed, where only parsed fields are known', async () => {
    const tab = await browser.open(`#/runs/${runs.older.id}`);
    const text = await copied(tab, 'As a command line to run it again');
    expect(text).toContain('# Put together from what Ansible had parsed');
    expect(text).toContain('# Extra variables that were set, by files or by -e: region, x');
    expect(text).not.toContain('of a file');
    expect(await tab.close()).toEqual([]);
  });

  it.each([
    { width: 'desktop', theme: 'light', language: 'en', title: 'Commands to run it again' },
    { width: 'phone', theme: 'dark', language: 'de', title: 'Befehle zum erneuten Ausführen' },
  ] as const)('shows them to read, in $language on a $width', async ({ width, theme, language, title }) => {
    const tab = await browser.open(`#/runs/${runs.secret.id}?view=about`, { width, theme, language });
    const section = tab.page.getByRole('region', { name: title });
    await section.getByText('kolla-ansible -i multinode').first().waitFor();
    expect(await section.locator('pre').count()).toBe(4);
    await section.scrollIntoViewIfNeeded();
    await tab.screenshot(`commands-${language}`);
    expect(await tab.overflows()).toBe(false);
    expect(await tab.seriousFindings()).toEqual([]);
    expect(await tab.close()).toEqual([]);
  });

  it('lists them on a line each', async () => {
    const tab = await browser.open('#/runs?columns=playbook,cli');
    await tab.page.getByText('-e db_password=…').waitFor();
    await tab.screenshot('commands-list');
    expect(await tab.close()).toEqual([]);
  });
});
