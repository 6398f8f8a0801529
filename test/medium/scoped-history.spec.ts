import type { DataSource } from 'typeorm';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient, type GraphqlAnswer } from '../support/api-client.js';
import { naming } from '../support/named-objects.js';
import { Product } from '../support/product.js';
import {
  choiceQuestions,
  filterQuestions,
  questionsOfSchema,
  type SchemaQuestion,
} from '../support/schema-questions.js';
import { withToken } from '../support/tokens.js';

/** Thousands of questions, on a machine that may do other things too. */
const LONG_MS = 900_000;
const START = new Date('2026-11-20T00:00:00Z').getTime();
const HOUR_MS = 3_600_000;
const atHour = (hour: number) => new Date(START + hour * HOUR_MS);

interface Kind {
  checkMode?: boolean;
  goesOn?: boolean;
  fails?: boolean;
  /** Starts the service on one of its hosts, and does nothing else. */
  onOneHost?: boolean;
}

/** Two teams do the same on the same hosts of the same environment; only what they bring differs. */
const TEAMS = {
  alpha: { tag: '1.0', kernel: '6.1', text: 'alpha text' },
  beta: { tag: '2.0', kernel: '6.12', text: 'beta text' },
};

function runOf(
  team: keyof typeof TEAMS,
  hour: number,
  { checkMode = false, goesOn = false, fails = true, onOneHost = false }: Kind = {},
) {
  const { tag, kernel, text } = TEAMS[team];
  const changed = (result: object) => ({ result: { changed: true, ...result } });
  const image = {
    invocation: {
      module_args: { name: 'keystone', image: `registry/kolla/keystone:${tag}`, action: 'recreate_container' },
    },
  };
  const sameInputs = { invocation: { module_args: { path: '/etc/keystone', mode: '0600' } } };
  const facts = { ansible_facts: { module_setup: true, ansible_kernel: kernel, ansible_distribution: 'Debian' } };
  const about = {
    environment: { ENVIRONMENT: 'shared' },
    labels: [`team-${team}`],
    playbookPath: '/ansible/kolla-keystone.yml',
    extraVars: { kolla_action: 'deploy', openstack_release: '2025.2' },
    configurationCommit: 'abc123',
    diffMode: true,
    checkMode,
  };
  const start = aTask({ name: 'keystone : Start', action: 'kolla_container' }).on('ctl-001', 'changed', changed(image));
  if (onOneHost) return aRun(about, atHour(hour)).with(start);
  const run = aRun(about, atHour(hour)).with(
    aTask({ name: 'keystone : Copying over keystone.conf', action: 'template' })
      .on('ctl-001', 'changed', changed({ diff: [{ before: 'a', after: text }] }))
      .on('ctl-002', fails ? 'changed' : 'ok', changed({ diff: [{ before: 'a', after: text }] })),
    aTask({ name: 'Gather facts', action: 'setup' }).on('ctl-001', 'ok', { result: facts }),
    // Given the same each time, and changed each time: drift.
    aTask({ name: 'keystone : Setting permissions', action: 'file' })
      .on('ctl-001', 'changed', changed(sameInputs))
      .on('ctl-002', 'changed', changed(sameInputs)),
    start.on('ctl-002', 'changed', changed(image)),
    aTask({ name: 'keystone : Ignored', action: 'command' }).on('ctl-001', 'failed', {
      ignored: true,
      result: { failed: true, msg: 'no space left', stderr: 'disk full' },
    }),
    fails
      ? aTask({ name: 'keystone : Waiting', action: 'uri' }).failedOn('ctl-002', 'connection refused')
      : aTask({ name: 'keystone : Waiting', action: 'uri' }).okOn('ctl-002'),
  );
  // What the others have alone.
  if (team === 'beta')
    run.with(aTask({ name: 'nova : Restart', role: 'nova', action: 'service' }).changedOn('ctl-003'));
  return goesOn ? run.unfinished() : run;
}

/** Of a play of two services: each task works for that of its own role. */
const ROLES = ['keystone', 'nova'];

describe('what a scope tells', () => {
  const check = runOf('alpha', 2, { checkMode: true });
  const [first, second] = [runOf('alpha', 4), runOf('alpha', 8)];
  const own = [
    ...[check, first, second],
    runOf('alpha', 12, { fails: false }),
    runOf('alpha', 20, { goesOn: true }),
    runOf('alpha', 21, { onOneHost: true }),
  ];
  // Before, between, at nearly the same time, and behind: runs may be reported late.
  const foreign = [
    ...[-2, 3, 6, 8.001, 10, 14].map((hour) => runOf('beta', hour, { fails: hour !== 10 })),
    runOf('beta', 18, { fails: false }),
    runOf('beta', 23, { onOneHost: true }),
    runOf('beta', 5, { checkMode: true }),
    runOf('beta', 22, { goesOn: true }),
  ];
  let product: Product;
  let dataSource: DataSource;
  let scoped: ApiClient;
  let fingerprint: string;

  beforeAll(async () => {
    product = await Product.start({ env: { PLAYLEDGER_INTERRUPTED_AFTER: '86400', REQUESTS_PER_MINUTE: '1000000' } });
    dataSource = await product.database.connect();
    await load(own, 0);
    scoped = (await withToken(product.client, { role: 'auditor', labels: ['team-alpha'] })).client;
    const { data } = await product.client.ask(
      '{ failureGroups(filter: { task: "keystone : Waiting" }) { nodes { fingerprint } } }',
    );
    fingerprint = data.failureGroups.nodes[0].fingerprint;
  });
  afterAll(() => product.stop());

  async function load(runs: typeof own, there: number): Promise<void> {
    for (const run of runs) {
      const events = run.events().map((event) => (event.type === 'play_started' ? { ...event, roles: ROLES } : event));
      await product.client.upload(run.id, events);
    }
    await eventually(async () => {
      const [row] = await dataSource.query<[{ waiting: number; derived: number }]>(
        `SELECT (SELECT count(*)::int FROM ledger_run WHERE settled < batches) AS waiting,
           (SELECT count(*)::int FROM run WHERE derived_at IS NOT NULL) AS derived`,
      );
      return row.waiting === 0 && row.derived === there + runs.length;
    }, 60);
  }

  /** Every field of the schema, every filter, every order; and the state at each half hour. */
  function questions(): SchemaQuestion[] {
    const named = naming({
      runs: { check: check.id, first: first.id, second: second.id },
      host: 'ctl-001',
      service: 'keystone',
      fingerprint,
      query: 'keystone',
    });
    const ofSchema = named.kinds.flatMap((kind) => {
      const { questions, left } = questionsOfSchema(named.textOf(kind));
      expect(left).toEqual([]);
      return questions;
    });
    const values: Record<string, string[]> = {
      host: ['"ctl-001"', '"ctl-002"'],
      service: ['"keystone"'],
      environment: ['"shared"'],
      imageTag: ['"1.0"', '"2.0"'],
      label: ['"team-alpha"', '"team-beta"'],
      run: own.map(({ id }) => `"${id}"`),
      since: [3, 7, 13].map((hour) => `"${atHour(hour).toISOString()}"`),
      until: [3, 7, 13].map((hour) => `"${atHour(hour).toISOString()}"`),
    };
    const ofFilters = filterQuestions((_input, field) => values[field] ?? [], named.textOf('Run'));
    const ofMoments = Array.from({ length: 60 }, (_, half) => atHour(half / 2 - 4)).map((at) => ({
      about: `the state at ${at.toISOString()}`,
      document: `{ stateMatrix(at: "${at.toISOString()}") { service host imageTag outcome divergent } }`,
    }));
    const ofChecks = [
      `{ checkPrediction(checkRun: "${check.id}") { nextRun { uuid } happened didNotHappen notPredicted notChecked } }`,
      '{ runs { nodes { uuid progress { part expectedResults expectedDuration similarRun { uuid } } } } }',
      '{ drift { totalCount nodes { task run { uuid } hosts { host previousAt previousRun { uuid } } } } }',
      '{ stateMatrix { service host imageTag outcome divergent run { uuid } containers { image } } }',
    ].map((document) => ({ about: document, document }));
    return [...ofSchema, ...ofFilters, ...choiceQuestions(named.textOf('Run')), ...ofMoments, ...ofChecks];
  }

  async function answers(client: ApiClient, documents: readonly string[]): Promise<Map<string, string>> {
    const waiting = documents.values();
    const told = new Map<string, string>();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const document of waiting) told.set(document, withoutClock(await client.ask(document)));
      }),
    );
    return told;
  }

  it(
    'is told by its own runs alone, whatever others do in the same environment, to the same hosts and services',
    async () => {
      const about = new Map(questions().map((question) => [question.document, question.about]));
      const documents = [...about.keys()];
      expect(documents.length).toBeGreaterThan(500);
      const before = await answers(scoped, documents);
      // What is not understood proves nothing.
      expect(documents.filter((document) => codeOf(before.get(document)) === 'MISTAKEN')).toEqual([]);
      // Each of these is made beside other runs, and there is something of it.
      const said = [...before.values()].join('');
      for (const told of ['"drift":{"totalCount":2', '"similarRun":{', '"nextRun":{', '"imageTag":"1.0"']) {
        expect(said).toContain(told);
      }

      await load(foreign, own.length);
      const after = await answers(scoped, documents);
      const otherwise = documents.filter((document) => after.get(document) !== before.get(document));
      expect(otherwise.map((document) => about.get(document))).toEqual([]);
      // They do matter to those who see them.
      expect((await fieldsAlike(after)).sort()).toEqual(ALIKE);
    },
    LONG_MS,
  );

  /** Fields of a query that answer somebody without a scope as they answer somebody who may ask them with one. */
  async function fieldsAlike(toScoped: Map<string, string>): Promise<string[]> {
    const alike = new Set<string>();
    const differing = new Set<string>();
    for (const [document, answer] of toScoped) {
      const field = fieldOf(document);
      if (differing.has(field) || codeOf(answer) !== null) continue;
      const isAlike = (await answers(product.client, [document])).get(document) === answer;
      if (!isAlike) differing.add(field);
      else alike.add(field);
    }
    return [...alike].filter((field) => !differing.has(field));
  }
});

/** What tells of one run, or of what nobody here has done; and the fields of a service are asked by `services`. */
const ALIKE = ['compareRuns', 'deadLetters', 'droppedChanges', 'run', 'service', 'taskResult'];

function fieldOf(document: string): string {
  return /^\{ (\w+)/.exec(document)?.[1] ?? '';
}

/** When a token was last used, and when signatures were checked, which happens once a minute. */
const BY_CLOCK = ['lastUsedAt', 'seenInSuccess'];

function withoutClock(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => (BY_CLOCK.includes(key) ? null : value));
}

/** null: answered; what only people without a scope may ask is refused as FORBIDDEN. */
function codeOf(answer = '{}'): string | null {
  const { errors } = JSON.parse(answer) as GraphqlAnswer;
  if (errors === undefined) return null;
  return errors.every(({ extensions }) => extensions?.code === 'FORBIDDEN') ? 'FORBIDDEN' : 'MISTAKEN';
}
