import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLongAttack } from '../support/attack-length.js';
import { Fuzz } from '../support/fuzzed-inputs.js';
import { FuzzedDocuments } from '../support/fuzzed-documents.js';
import { Product } from '../support/product.js';
import { randomFrom } from '../support/random.js';
import { questionsOfSchema, type ArgumentText } from '../support/schema-questions.js';
import { withToken } from '../support/tokens.js';

const SEED = Number(process.env.PLAYLEDGER_FUZZ_SEED ?? 1);
const DOCUMENTS = isLongAttack ? 20_000 : 1_000;
const AT_ONCE = 8;
const RECORDER = pathToFileURL(join(process.cwd(), 'test/support/record-generated-code.mjs')).href;

/** What a question may be refused for. All else is a fault of ours. */
const REFUSALS = new Set([400, 405, 413, 429]);

describe('documents that are changed as trees', () => {
  let product: Product;

  beforeAll(async () => {
    const env = { REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'error', NODE_OPTIONS: `--import ${RECORDER}` };
    product = await Product.start({ workers: 0, env });
  });
  afterAll(() => product.stop());

  it('are answered or refused, and nothing of them becomes code', async () => {
    const { client } = await withToken(product.client, { role: 'viewer' });
    const heard = product.apis[0]?.output.length ?? 0;
    const fuzz = new Fuzz(randomFrom(SEED));
    const textOf: ArgumentText = ({ name, type }) => {
      if (name === 'by') return 'service';
      if (name === 'filter') return /!$/.test(String(type)) ? '{ since: "2026-01-01T00:00:00Z" }' : null;
      return /!$/.test(String(type)) && !String(type).startsWith('Int') ? '"x"' : null;
    };
    const documents = new FuzzedDocuments(
      fuzz,
      questionsOfSchema(textOf).questions.map(({ document }) => document),
    );
    const statuses = new Map<number, number>();
    let sent = 0;
    const work = async () => {
      while (sent < DOCUMENTS) {
        sent += 1;
        const isForged = fuzz.below(10) === 0;
        const query = isForged ? documents.nextForged() : documents.next();
        const response = await fetch(`${client.url}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        const text = await response.text();
        const { status } = response;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const isRight = isForged ? REFUSALS.has(status) : status === 200 || REFUSALS.has(status);
        if (!isRight || text.includes('"INTERNAL"')) {
          throw new Error(`Seed ${SEED}: ${status} ${text.slice(0, 1_000)}\n${query.slice(0, 5_000)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.info('Answered', Object.fromEntries(statuses));
    // Some get through, or nothing was tried behind the parser.
    expect(statuses.get(200)).toBeGreaterThan(DOCUMENTS / 20);
    expect(product.apis[0]?.output.slice(heard)).not.toContain('generated code');
    expect((await client.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});
