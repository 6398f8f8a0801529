import type { DataSource } from 'typeorm';
import { ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RedisServer } from '../support/redis-server.js';
import { withToken } from '../support/tokens.js';

const QUESTIONS = 40;
/** So many wrong tokens are answered before an address is locked out. */
const GUESSES = 20;
const ENV = { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_MINUTE: String(QUESTIONS) };

let addresses = 0;
/** Nobody has come from there yet. */
const newAddress = () => `192.0.2.${(addresses += 1)}`;

const ask = async ({ url, token }: ApiClient, address: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address, 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ me { name } }"}' });
  return status;
};

/** Guesses at these, one after the other in turn; answers the answers. */
const guess = async (clients: readonly ApiClient[], address: string, times: number): Promise<number[]> => {
  const answers: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const { url } = clients[at % clients.length]!;
    answers.push(await ask(new ApiClient(url, `pl_${address}_${at}`), address));
  }
  return answers;
};

const isLockedOutOf = async ({ url }: ApiClient, address: string) =>
  (await ask(new ApiClient(url, 'pl_one_more'), address)) === 429;

const isWaitingForLock = async (dataSource: DataSource): Promise<boolean> => {
  const waiting = await dataSource.query<unknown[]>(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
};

const milliseconds = async (act: () => Promise<unknown>) => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

describe('two API processes on one Redis', () => {
  let redis: RedisServer;
  let product: Product;
  const clients = () => product.clients;
  /** A new token at both, which has not asked anything yet. */
  const newToken = async () => {
    const { client } = await withToken(product.client, { role: 'viewer' });
    return clients().map(({ url }) => new ApiClient(url, client.token));
  };
  const warnings = () => product.apis.map(({ output }) => output.split('applies its limits on its own').length - 1);

  beforeAll(async () => {
    redis = await RedisServer.start();
    product = await Product.start({ apis: 2, workers: 0, env: { ...ENV, REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await product.stop();
    await redis.stop();
  });

  it('lock out of both who guesses at either', async () => {
    const [good] = await newToken();
    expect(await ask(good!, '192.0.2.200')).toBe(200);
    const address = newAddress();
    const answers = await guess(clients(), address, GUESSES + 3);
    expect(answers).toEqual([...Array<number>(GUESSES).fill(401), 429, 429, 429]);
    expect(await Promise.all(clients().map((client) => isLockedOutOf(client, address)))).toEqual([true, true]);
    expect(await ask(good!, address)).toBe(200);
    expect(await isLockedOutOf(product.client, newAddress())).toBe(false);
  });

  it('take all addresses of one network for one', async () => {
    const answers: number[] = [];
    for (let at = 0; at < GUESSES + 2; at += 1) {
      answers.push(...(await guess([clients()[at % 2]!], `2001:db8:0:7:${at}::${at + 1}`, 1)));
    }
    expect(answers).toEqual([...Array<number>(GUESSES).fill(401), 429, 429]);
    expect(await isLockedOutOf(product.client, '2001:db8:0:8::1')).toBe(false);
  });

  it('count together what a token asks', async () => {
    const token = await newToken();
    const answers = await Promise.all(
      Array.from({ length: 2 * QUESTIONS }, (_, at) => ask(token[at % 2]!, '192.0.2.200')),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(QUESTIONS);
    expect(answers.filter((status) => status === 429)).toHaveLength(QUESTIONS);
  });

  it('count each for itself while Redis is away, and together when it is back', async () => {
    await redis.kill();
    const token = await newToken();
    for (const client of token) {
      const address = newAddress();
      const took = await milliseconds(async () => {
        expect(await guess([client], address, GUESSES + 1)).toEqual([...Array<number>(GUESSES).fill(401), 429]);
      });
      // All of them together: nobody waits for what is not there.
      expect(took).toBeLessThan(5_000);
      const answers = await Promise.all(Array.from({ length: QUESTIONS + 5 }, () => ask(client, '192.0.2.200')));
      expect(answers.filter((status) => status === 200)).toHaveLength(QUESTIONS);
    }
    expect(warnings()).toEqual([1, 1]);

    redis.launch();
    await eventually(async () => {
      const address = newAddress();
      const [one, other] = [clients()[0]!, clients()[1]!];
      await guess([one], address, GUESSES);
      return isLockedOutOf(other, address);
    });
  });

  it('answer while Redis is frozen', async () => {
    redis.freeze();
    const token = await newToken();
    const first = await milliseconds(async () => expect(await ask(token[0]!, '192.0.2.200')).toBe(200));
    expect(first).toBeLessThan(2_000);
    const address = newAddress();
    const all = await milliseconds(async () => expect(await guess(token, address, 30)).not.toContain(500));
    // The first ones wait for it; not all of them.
    expect(all).toBeLessThan(6_000);
    redis.goOn();
  });
});

describe('two API processes without Redis', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ apis: 2, workers: 0, env: ENV });
  });
  afterAll(() => product.stop());

  it('lock out of both who guesses at either', async () => {
    const address = newAddress();
    const answers = await guess(product.clients, address, GUESSES + 3);
    expect(answers).toEqual([...Array<number>(GUESSES).fill(401), 429, 429, 429]);
    expect(await isLockedOutOf(product.clients[1]!, newAddress())).toBe(false);
  });

  it('answer no more guesses when they come all at once', async () => {
    const address = newAddress();
    const guesses = Array.from({ length: 300 }, (_, at) => `pl_${address}_${at}`);
    const answers = await Promise.all(
      guesses.map((token, at) => ask(new ApiClient(product.clients[at % 2]!.url, token), address)),
    );
    expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(GUESSES);
    expect(new Set(answers)).toEqual(new Set([401, 429]));
  });

  it('tell nothing of a right guess that others of its kind overtake', async () => {
    const address = newAddress();
    const { client } = await withToken(product.client, { role: 'viewer' });
    await guess([product.client], address, GUESSES);
    const dataSource = await product.database.connect();
    const { answer } = await dataSource.transaction(async (tx) => {
      await tx.query(`LOCK TABLE api_token`);
      const overtaken = ask(client, address);
      await eventually(() => isWaitingForLock(dataSource));
      await dataSource.query(`UPDATE shared_limit SET points = points + 1 WHERE key = $1`, [`failures:${address}`]);
      return { answer: overtaken };
    });
    expect(await answer).toBe(429);
    expect(await ask(client, address)).toBe(429);
    expect(await ask(client, newAddress())).toBe(200);
  });
});
