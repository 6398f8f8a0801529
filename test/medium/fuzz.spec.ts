import { v7 as uuidv7 } from 'uuid';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Fuzz } from '../support/fuzzed-inputs.js';
import { Product } from '../support/product.js';
import { randomFrom } from '../support/random.js';
import { filterQuestions, questionsOfSchema, type ArgumentText } from '../support/schema-questions.js';

const SEED = Number(process.env.PLAYLEDGER_FUZZ_SEED ?? 1);
/** As many as `npm run test:fuzz` says; else as many as go into a little time. */
const INPUTS = Number(process.env.PLAYLEDGER_FUZZ_INPUTS ?? Infinity);
const SECONDS = process.env.PLAYLEDGER_FUZZ_INPUTS === undefined ? 20 : 3_600;
const AT_ONCE = 8;
const SLOW_MS = 10_000;

describe('random inputs', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ env: { REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'error' } });
  });
  afterAll(() => product.stop());

  const fuzz = new Fuzz(randomFrom(SEED));
  const events = aRun()
    .with(aTask().okOn('ctl-001').failedOn('ctl-002'), aTask({ loop: true }).changedOn('ctl-001'))
    .events();
  const runs = Array.from({ length: 20 }, () => uuidv7());
  const odd: ArgumentText = ({ name, type }) => {
    if (name === 'by') return 'service';
    if (name === 'filter') return /!$/.test(String(type)) ? '{ since: "2026-01-01T00:00:00Z" }' : null;
    return /!$/.test(String(type)) && !String(type).startsWith('Int') ? JSON.stringify(String(fuzz.oddValue())) : null;
  };
  const documents = [
    ...questionsOfSchema(odd).questions,
    ...filterQuestions(() => Array.from({ length: 3 }, () => JSON.stringify(fuzz.oddValue())), odd),
  ].map(({ document }) => document);

  /** The last question, for whoever has to find out what was wrong with one. */
  let asked = '';
  const send = (path: string, body: Buffer | string, headers: Record<string, string>) =>
    fetch(`${product.client.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${product.client.token}`, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });

  async function upload(): Promise<Response> {
    const { body, headers } = fuzz.batch(events);
    // By way of bytes: an address holds no half of a surrogate pair.
    const odd = Buffer.from(String(fuzz.oddValue()).slice(0, 50)).toString();
    const run = fuzz.below(20) === 0 ? encodeURIComponent(odd) || 'x' : fuzz.pick(runs);
    return send(`/api/ingest/v1/runs/${run}/batches`, body, { 'content-type': 'application/x-ndjson', ...headers });
  }

  async function question(): Promise<Response> {
    const query = fuzz.document(fuzz.pick(documents));
    const body: unknown = { query, variables: fuzz.below(4) === 0 ? fuzz.oddValue() : {} };
    asked = JSON.stringify(fuzz.below(10) === 0 ? fuzz.mutated(body) : body);
    return send('/graphql', asked, { 'content-type': 'application/json' });
  }

  it(
    'are answered without a 5xx, and everything goes on',
    async () => {
      const end = Date.now() + SECONDS * 1_000;
      const statuses = new Map<number, number>();
      let sent = 0;
      const work = async () => {
        while (sent < INPUTS && Date.now() < end) {
          sent += 1;
          const started = performance.now();
          const isUpload = fuzz.below(2) === 0;
          const response = await (isUpload ? upload() : question());
          const answer = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
          const { status } = response;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code);
          if (status >= 500 || codes.includes('INTERNAL')) {
            const said = product.apis.map(({ output }) => output.slice(-2_000));
            throw new Error(`Input ${sent} of seed ${SEED} was answered ${status}: ${JSON.stringify(asked)}`, {
              cause: said,
            });
          }
          expect(performance.now() - started).toBeLessThan(SLOW_MS);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      process.stdout.write(`${sent} inputs from seed ${SEED}: ${JSON.stringify(Object.fromEntries(statuses))}\n`);
      expect(sent).toBeGreaterThan(INPUTS === Infinity ? 500 : INPUTS - 1);
      expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 202, 400, 415]));

      const good = aRun().with(aTask().okOn('ctl-009'));
      await product.client.upload(good.id, good.events());
      await eventually(async () => {
        const { data } = await product.client.ask(`{ run(id: "${good.id}") { status } }`);
        return data.run?.status === 'completed';
      }, 60);
      const dataSource = await product.database.connect();
      await eventually(async () => {
        const [row] = await dataSource.query<[{ waiting: number }]>(
          `SELECT count(*)::int AS waiting FROM ledger_run WHERE settled < batches`,
        );
        return row.waiting === 0;
      }, 120);
      for (const each of [...product.apis, ...product.workers]) expect(each.isRunning).toBe(true);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
    (SECONDS + 300) * 1_000,
  );
});
