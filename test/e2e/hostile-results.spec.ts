import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { ControlHost } from '../support/ansible.js';
import { eventually } from '../support/api-client.js';
import { writeHostilePlaybook } from '../support/hostile-playbook.js';
import { naming } from '../support/named-objects.js';
import { Product } from '../support/product.js';
import { randomFrom } from '../support/random.js';
import { filterQuestions, questionsOfSchema } from '../support/schema-questions.js';
import { WebBrowser } from '../support/web-browser.js';

const SEED = Number(process.env.PLAYLEDGER_HOSTILE_SEED ?? 1);
/** As many as `npm run test:hostile` says; else as many as go into a little time. */
const RESULTS = Number(process.env.PLAYLEDGER_HOSTILE_RESULTS ?? 100);
const HOSTS = Math.min(100, Math.ceil(Math.sqrt(RESULTS)));
const TASKS = Math.ceil(RESULTS / HOSTS);
const LONG_MS = 3_600_000;
/** Of the ways to name an object, which all lead to the same fields. */
const waysTried = (all: string[]) => (RESULTS > 1_000 ? all : all.slice(0, 1));
/** What the product says as the root of a machine of tests. */
const EXPECTED = /runs? as root|is running as root/;

const withBrowser = WebBrowser.executablePath === null ? it.skip : it;

describe(`${HOSTS * TASKS} hostile results and names (seed ${SEED})`, () => {
  let product: Product;
  let runId = '';
  let uuid = '';
  let recap: Record<string, number> = {};
  const control = new ControlHost();

  beforeAll(async () => {
    product = await Product.start({ env: { REQUESTS_PER_MINUTE: '1000000' } });
    await control.installFrom(product.client.url);
    control.writeConfiguration(
      [
        '[defaults]',
        'callbacks_enabled = playledger.reporter.playledger',
        'forks = 4',
        '[callback_playledger]',
        `url = ${product.client.url}`,
        `token_file = ${join(product.dataDir, 'admin-token')}`,
        // What is slow on a busy machine is no fault here.
        'timeout = 60',
        'drain_timeout = 120',
      ].join('\n'),
    );
  });
  afterAll(async () => {
    control.remove();
    await product.stop();
  });

  it(
    'are reported by a real playbook, of which the plugin loses nothing and says nothing',
    async () => {
      const size = { hosts: HOSTS, tasks: TASKS };
      const args = writeHostilePlaybook(join(control.home, 'hostile'), SEED, size, randomFrom(SEED));
      // Of 10,000 results Ansible prints more than a gigabyte.
      const file = join(control.home, 'output');
      const code = await control.runInto(file, 'ansible-playbook', ...args);
      const { warnings, end } = await readOutput(file);
      expect({ code, end: end.slice(-2_000) }).toMatchObject({ code: 0 });
      expect(warnings).toEqual([]);
      recap = recapCounts(end.slice(end.lastIndexOf('PLAY RECAP')));
      const run = await eventually(async () => {
        const { data } = await product.client.ask(`{ runs(filter: { status: completed }) { nodes {
          id uuid reporter { events lost rejected spooled } missingEvents { from to }
        } } }`);
        return data.runs.nodes[0];
      }, 120);
      ({ id: runId, uuid } = run);
      expect(run.reporter).toMatchObject({ lost: 0, rejected: 0 });
      expect(run.missingEvents).toEqual([]);
    },
    LONG_MS,
  );

  it('lie in no dead letter', async () => {
    const { data } = await product.client.ask('{ deadLetters(first: 5) { totalCount nodes { code message event } } }');
    expect(data.deadLetters.nodes).toEqual([]);
  });

  it('are counted as Ansible counted them', async () => {
    const { data } = await product.client.ask(
      `query ($id: ID!) { run(id: $id) { hostCount counts { ok changed unreachable failed skipped rescued ignored } } }`,
      { id: runId },
    );
    expect(data.run).toEqual({ hostCount: HOSTS, counts: recap });
  });

  it(
    'are all shown, each by itself and in the list',
    async () => {
      const seen = new Set<string>();
      for (let after: string | null = null; ;) {
        const { data, errors } = await product.client.ask(
          `query ($id: ID!, $after: String) { run(id: $id) { results(first: 20, after: $after) {
            pageInfo { endCursor hasNextPage }
            nodes { id hostName status message itemCount task { name } failure { rc stderr item } items(first: 10) { nodes { index label status } } result }
          } } }`,
          { id: runId, after },
        );
        expect(errors).toBeUndefined();
        for (const { id } of data.run.results.nodes) seen.add(id);
        if (data.run.results.pageInfo.hasNextPage !== true) break;
        after = data.run.results.pageInfo.endCursor;
      }
      expect(seen.size).toBe(HOSTS * TASKS);
    },
    LONG_MS,
  );

  it(
    'break no question that the schema allows',
    async () => {
      const { data } = await product.client.ask(`{
      hosts(first: 1) { nodes { name } } services(first: 1) { nodes { name } } failureGroups(first: 1) { nodes { fingerprint } }
    }`);
      const names = naming({
        runs: { check: uuid, first: uuid, second: uuid },
        host: data.hosts.nodes[0].name,
        service: data.services.nodes[0].name,
        fingerprint: data.failureGroups.nodes[0].fingerprint,
        query: 'alert',
      });
      const questions = [
        ...waysTried(names.kinds).flatMap((kind) => questionsOfSchema(names.textOf(kind)).questions),
        ...filterQuestions(() => ['"<script>"', '"%_"', '"null"'], names.textOf('Run')),
      ];
      const broken: unknown[] = [];
      for (const { about, document } of questions) {
        const { errors } = await product.client.ask(document);
        const ours = (errors as { extensions?: { code?: string } }[] | undefined)?.filter(
          ({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR',
        );
        if (ours !== undefined && ours.length > 0) broken.push({ about, ours });
      }
      expect(broken).toEqual([]);
    },
    LONG_MS,
  );

  withBrowser(
    'open on the page, which has nothing to complain of',
    async () => {
      const browser = await WebBrowser.launch(product.client);
      try {
        for (const view of ['', '?view=results', '?view=timeline', '?view=hosts', '?view=about']) {
          const tab = await browser.open(`#/runs/${uuid}${view}`);
          await tab.page.getByRole('heading', { level: 1 }).waitFor();
          await tab.page.waitForLoadState('networkidle');
          expect({ view, alerts: await tab.page.getByRole('alert').allTextContents() }).toEqual({ view, alerts: [] });
          expect({ view, complaints: await tab.close() }).toEqual({ view, complaints: [] });
        }
        for (const place of [
          '#/runs',
          '#/failures',
          '#/changes?diffs=open',
          '#/hosts',
          '#/state',
          '#/insights?period=7d',
        ]) {
          const tab = await browser.open(place);
          await tab.page.waitForLoadState('networkidle');
          expect({ place, complaints: await tab.close() }).toEqual({ place, complaints: [] });
        }
      } finally {
        await browser.close();
      }
    },
    LONG_MS,
  );

  it('leave no line in a log that nobody would see on the page', () => {
    const lines = [...product.apis, ...product.workers].flatMap(({ output }) => output.split('\n'));
    expect(lines.filter((line) => line !== '' && !EXPECTED.test(line))).toEqual([]);
  });
});

const KEPT_OF_END = 256 * 1024;

/** What the plugin warned of, and the end, of an output of any length. */
async function readOutput(file: string): Promise<{ warnings: string[]; end: string }> {
  const warnings: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.startsWith('[WARNING]: playledger')) warnings.push(line);
  }
  const start = Math.max(0, statSync(file).size - KEPT_OF_END);
  return { warnings, end: await text(createReadStream(file, { start })) };
}

/** The sums of Ansible's recap; names of hosts may hold anything. */
function recapCounts(recap: string): Record<string, number> {
  const lines = [...recap.matchAll(/ : (ok=\d+ .*)$/gm)].map(([, counts = '']) => counts);
  const sum = (name: string) =>
    lines.reduce((total, line) => total + Number(new RegExp(`\\b${name}=(\\d+)`).exec(line)?.[1] ?? 0), 0);
  const names = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'];
  return Object.fromEntries(names.map((name) => [name, sum(name)]));
}
