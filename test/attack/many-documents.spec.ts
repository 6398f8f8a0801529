import { HealthWatch } from '../support/health-watch.js';
import { isLongAttack } from '../support/attack-length.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

const DOCUMENTS = isLongAttack ? 5_000 : 400;
const MAX_GROWTH_MIB = 100;
const AT_ONCE = 8;

describe('documents that are all different', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { REQUESTS_PER_MINUTE: '1000000' } });
  });
  afterAll(() => product.stop());

  it('are not kept, however large', async () => {
    const { client } = await withToken(product.client, { role: 'viewer' });
    const ask = async (query: string) => {
      const response = await fetch(`${client.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      await response.arrayBuffer();
      return response.status;
    };
    const askAll = async (count: number, textOf: (at: number) => string) => {
      const statuses = new Set<number>();
      let next = 0;
      const work = async () => {
        while (next < count) statuses.add(await ask(textOf(next++)));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return [...statuses];
    };
    const wave = async (name: string) => {
      const watching = await HealthWatch.start(client.url, product.apis[0]?.pid ?? 0);
      // A comment of 1 MB; a text at the limit, of comments and of line breaks; one that has mistakes.
      const large = await askAll(DOCUMENTS / 5, (at) => `{ __typename } #${name} ${at} ${'€'.repeat(300_000)}`);
      const allowed = await askAll(DOCUMENTS, (at) => `{ me { name } } #${name} ${at} ${'€'.repeat(30_000)}`);
      await askAll(DOCUMENTS, (at) => `{ me { name } } #${name} ${at} ${'\n'.repeat(30_000)}`);
      const wrong = await askAll(DOCUMENTS, (at) => `{ me { ${name}${at} ${'name '.repeat(900)} } }`);
      return { large, allowed, wrong, ...(await watching.end()) };
    };
    const first = await wave('first');
    const second = await wave('second');
    console.info(JSON.stringify({ first, second }));
    expect(second).toMatchObject({ large: [413], allowed: [200], wrong: [400] });
    // The first wave shows what such questions take while they are answered, the second one what is kept of them.
    expect(second.memory - first.memory).toBeLessThan(MAX_GROWTH_MIB);
    expect(second.memory).toBeLessThan(600);
  });
});
