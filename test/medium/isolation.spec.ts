import type { DataSource } from 'typeorm';
import { keepDeadLetters } from '#ledger';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { naming } from '../support/named-objects.js';
import { Product } from '../support/product.js';
import { filterQuestions, questionsOfSchema } from '../support/schema-questions.js';
import { withToken } from '../support/tokens.js';

/** Thousands of questions, on a machine that may do other things too. */
const LONG_MS = 400_000;
const START = new Date('2026-11-20T10:00:00Z').getTime();
const image = (cloud: string, tag: string) => ({
  changed: true,
  invocation: {
    module_args: {
      name: `${cloud}-container`,
      image: `registry/kolla/${cloud}-image:${tag}`,
      action: 'recreate_container',
    },
  },
});

/**
 * What one cloud's runs say: every text has the cloud's name in it, but for what two clouds have in common (a host, a
 * service, a task, a failure).
 */
function runsOf(cloud: string, offset: number) {
  const started = (run: number) => new Date(START + offset + run * 3_600_000);
  const about = {
    environment: { ENVIRONMENT: cloud, CI_COMMIT_SHA: `${cloud}-commit` },
    labels: [`${cloud}-label`],
    controller: `${cloud}-manager`,
    user: `${cloud}-user`,
    sudoUser: `${cloud}-operator`,
    configurationCommit: `${cloud}-commit`,
    workingDirectory: `/opt/${cloud}`,
    playbookPath: `/ansible/${cloud}-keystone.yml`,
    extraVars: { kolla_action: 'deploy', openstack_release: `${cloud}-release` },
    collections: [{ name: `${cloud}.collection`, version: '1.0.0' }],
    diffMode: true,
  };
  const tasks = (run: number) => [
    aTask({ name: `${cloud} : own task`, role: `${cloud}-role`, action: 'template' })
      .on(`${cloud}-host`, 'changed', {
        result: { changed: true, diff: [{ before: '', after: `${cloud} text ${run}` }] },
      })
      .on('shared-host', 'changed', { result: { changed: true, diff: [{ before: 'a', after: `${cloud} text` }] } }),
    aTask({ name: 'keystone : shared task', role: 'keystone', action: 'template' })
      .on('shared-host', run % 2 === 0 ? 'changed' : 'ok')
      .changedOn(`${cloud}-host`),
    aTask({ name: 'keystone : container', role: 'keystone', action: 'kolla_container' }).on('shared-host', 'changed', {
      result: image(cloud, `tag-${run}`),
    }),
    aTask({ name: `${cloud} : failing`, role: `${cloud}-role`, action: 'command' }).on(`${cloud}-host`, 'failed', {
      ignored: true,
      result: { failed: true, msg: `${cloud} has no space left`, stderr: `${cloud} stderr` },
    }),
    ...(run === 1
      ? []
      : [
          aTask({ name: 'keystone : shared failing', role: 'keystone', action: 'uri' }).failedOn(
            'shared-host',
            'connection refused',
          ),
        ]),
  ];
  const check = aRun({ ...about, checkMode: true }, started(-1)).with(...tasks(0));
  const real = [0, 1, 2].map((run) => aRun(about, started(run)).with(...tasks(run)));
  const going = aRun({ ...about, playbookPath: `/ansible/${cloud}-going.yml` }, started(9))
    .with(...tasks(0))
    .unfinished();
  return [check, ...real, going].map((run) => ({
    id: run.id,
    // Two roles: two services.
    events: run
      .events()
      .map((event) => (event.type === 'play_started' ? { ...event, roles: ['keystone', `${cloud}-role`] } : event)),
  }));
}

type World = Awaited<ReturnType<typeof startWorld>>;

async function startWorld(clouds: ReturnType<typeof runsOf>[]) {
  const product = await Product.start({
    env: { PLAYLEDGER_INTERRUPTED_AFTER: '86400', REQUESTS_PER_MINUTE: '1000000' },
  });
  const dataSource = await product.database.connect();
  for (const run of clouds.flat()) await product.client.upload(run.id, run.events);
  await eventually(async () => {
    const [row] = await dataSource.query<[{ waiting: number; derived: number }]>(
      `SELECT (SELECT count(*)::int FROM ledger_run WHERE settled < batches) AS waiting,
         (SELECT count(*)::int FROM run WHERE derived_at IS NOT NULL) AS derived`,
    );
    return row.waiting === 0 && row.derived === clouds.flat().length;
  }, 60);
  return { product, dataSource };
}

async function letterOf(dataSource: DataSource, cloud: string, runId: string): Promise<string> {
  await keepDeadLetters(dataSource, runId, [
    { seq: 999, stage: 'accept', code: 'x', message: cloud, event: Buffer.from(cloud), batchNo: null, position: null },
  ]);
  const [row] = await dataSource.query<[{ id: string }]>(`SELECT id FROM dead_letter WHERE run_id = $1`, [runId]);
  return row.id;
}

const text = (value: string) => JSON.stringify(value);

/** Names the objects of one cloud. */
function namingOf(cloud: string, runs: readonly { id: string }[], fingerprint: string) {
  const [check, first, second] = runs.map(({ id }) => id) as [string, string, string];
  return naming({
    runs: { check, first, second },
    host: `${cloud}-host`,
    service: `${cloud}-role`,
    fingerprint,
    query: cloud,
  });
}

describe('a scope', () => {
  const own = runsOf('alpha', 0);
  const foreign = runsOf('beta', 60_000);
  /** Where there is nothing but what the scope shows, and where there is more. */
  let alone: World;
  let both: World;
  let scoped: { name: string; client: ApiClient }[];
  let ownGroup: string;
  let foreignGroup: string;
  const letters: Record<string, string> = {};

  beforeAll(async () => {
    alone = await startWorld([own]);
    both = await startWorld([own, foreign]);
    const { client } = both.product;
    const wishes = [
      { role: 'viewer', environments: ['alpha'] },
      { role: 'operator', labels: ['alpha-label'] },
      { role: 'auditor', environments: ['alpha', 'other'], labels: ['alpha-label'] },
    ] as const;
    scoped = await Promise.all(
      wishes.map(async ({ role, ...scope }) => ({
        name: `${role} of ${JSON.stringify(scope)}`,
        client: (await withToken(client, { role, ...structuredClone(scope) } as never)).client,
      })),
    );
    const groupOf = async (cloud: string) => {
      const { data } = await client.ask(
        `{ failureGroups(filter: { role: "${cloud}-role" }) { nodes { fingerprint } } }`,
      );
      return data.failureGroups.nodes[0].fingerprint as string;
    };
    ownGroup = await groupOf('alpha');
    foreignGroup = await groupOf('beta');
    for (const fingerprint of [ownGroup, foreignGroup]) {
      await client.ask(
        `mutation { annotateFailureGroup(id: "${fingerprint}", text: "beta note") { userErrors { code } } }`,
      );
    }
    letters['alpha'] = await letterOf(both.dataSource, 'alpha', own[1]!.id);
    letters['beta'] = await letterOf(both.dataSource, 'beta', foreign[1]!.id);
    await letterOf(alone.dataSource, 'alpha', own[1]!.id);
  });
  afterAll(() => Promise.all([alone.product.stop(), both.product.stop()]));

  /** Who asks differs between two installations, and when a dead letter came. */
  const isComparable = (document: string) =>
    !/^\{ (me|apiTokens|auditLog|redactions|backups|retentions)\b/.test(document);

  it(
    'shows for every field of the schema what there would be if nothing else were there',
    async () => {
      const { textOf, kinds } = namingOf('alpha', own, ownGroup);
      const asked = new Map<string, string>();
      for (const kind of kinds) {
        const { questions, left } = questionsOfSchema(textOf(kind));
        expect(left).toEqual([]);
        for (const { about, document } of questions) if (isComparable(document)) asked.set(document, about);
      }
      expect(asked.size).toBeGreaterThan(300);
      await eachOf([...asked], async ([document, about]) => {
        const expected = withoutArrival(await alone.product.client.ask(document));
        for (const { name, client } of scoped) {
          const seen = withoutArrival(await client.ask(document));
          expect({ name, about, document, seen }).toEqual({ name, about, document, seen: expected });
        }
      });
    },
    LONG_MS,
  );

  it(
    'answers for foreign ids as for ids that there are not',
    async () => {
      const there = namingOf('beta', foreign, foreignGroup);
      const nowhere = namingOf('nobody', runsOf('nobody', 60_000), foreignGroup.replace(/^..../, '0000'));
      const asked = new Map<string, { about: string; absent: string }>();
      for (const kind of there.kinds) {
        const ofAbsent = questionsOfSchema(nowhere.textOf(kind)).questions;
        for (const [at, { about, document }] of questionsOfSchema(there.textOf(kind)).questions.entries()) {
          const absent = ofAbsent[at]!.document;
          // What names nothing is the same question twice.
          if (isComparable(document) && absent !== document) asked.set(document, { about, absent });
        }
      }
      expect(asked.size).toBeGreaterThan(100);
      await eachOf([...asked], async ([document, { about, absent }]) => {
        for (const { name, client } of scoped) {
          const answer = await client.ask(document);
          expect(JSON.stringify(answer)).not.toContain('beta');
          expect({ name, about, answer }).toEqual({ name, about, answer: await client.ask(absent) });
        }
      });
    },
    LONG_MS,
  );

  it('finds nothing foreign by any filter', async () => {
    const values: Record<string, string> = {
      name: 'beta',
      host: 'beta-host',
      task: 'beta : own task',
      role: 'beta-role',
      service: 'beta-role',
      environment: 'beta',
      operator: 'beta-operator',
      controller: 'beta-manager',
      user: 'beta-user',
      label: 'beta-label',
      playbookPath: 'beta',
      release: 'beta-release',
      imageTag: 'tag-0',
      configurationCommit: 'beta-commit',
      text: 'beta',
      module: 'uri',
      since: '2026-11-01T00:00:00Z',
    };
    const textsOf = (_input: string, field: string) => {
      if (field === 'run') return [text(foreign[1]!.id)];
      const value = values[field];
      return value === undefined ? [] : [text(value)];
    };
    const { textOf } = namingOf('beta', foreign, foreignGroup);
    const questions = filterQuestions(textsOf, textOf('Run')).filter(({ document }) => isComparable(document));
    expect(questions.length).toBeGreaterThan(40);
    for (const { about, document } of questions) {
      const expected = await alone.product.client.ask(document);
      for (const { name, client } of scoped) {
        expect({ name, about, answer: await client.ask(document) }).toEqual({ name, about, answer: expected });
      }
    }
  });

  it('lets nobody act on what is foreign, and says the same as for what is not there', async () => {
    const operator = scoped[1]!.client;
    const act = (id: string) =>
      operator.ask(
        `mutation { annotateFailureGroup(id: "${id}", text: "x") { failureGroup { id } userErrors { code } } }`,
      );
    expect(await act(foreignGroup)).toEqual({
      data: { annotateFailureGroup: { failureGroup: null, userErrors: [{ code: 'not_found' }] } },
    });
    expect(await act(foreignGroup)).toEqual(await act('00000000-0000-0000-0000-000000000000'));
    const replay = (id: string) =>
      operator.ask(`mutation { replayDeadLetters(ids: ["${id}"]) { replayed userErrors { code message } } }`);
    expect(await replay(letters['beta']!)).toEqual(await replay('999999'));
    expect((await replay(letters['alpha']!)).data.replayDeadLetters.userErrors).toMatchObject([
      { code: 'invalid_json' },
    ]);
    expect((await act(ownGroup)).data.annotateFailureGroup.userErrors).toEqual([]);
    const notes = await Promise.all(
      scoped.slice(0, 2).map(async ({ client }) => {
        const { data } = await client.ask(`{ failureGroup(id: "${ownGroup}") { notes { nodes { text } } } }`);
        return data.failureGroup.notes.nodes;
      }),
    );
    // The operator sees his own note; one who sees other runs than he does not.
    expect(notes).toEqual([[], [{ text: 'x' }]]);
  });

  it('holds for exports', async () => {
    const auditor = scoped[2]!.client;
    for (const file of ['changes.csv', 'deployments.jsonl']) {
      const read = async ({ url, token }: ApiClient) =>
        (await fetch(`${url}/api/export/${file}`, { headers: { authorization: `Bearer ${token}` } })).text();
      const seen = await read(auditor);
      expect(seen).toContain('alpha');
      expect(seen).toEqual(await read(alone.product.client));
      expect(await read(both.product.client)).toContain('beta');
    }
    const metrics = await fetch(`${auditor.url}/metrics`, { headers: { authorization: `Bearer ${auditor.token}` } });
    expect(metrics.status).toBe(403);
  });
});

/** When a dead letter came is told by our clock; once a minute signatures are checked, of which no scope is told. */
const BY_CLOCK = ['receivedAt', 'seenInSuccess'];

function withoutArrival(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => (BY_CLOCK.includes(key) ? null : value));
}

const AT_ONCE = 8;

/** Does it for each, some at once. */
async function eachOf<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
