import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { ControlHost } from '../support/ansible.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { projectionOf } from '../support/projections.js';
import { RedisServer } from '../support/redis-server.js';

const ROUNDS = Number(process.env.PLAYLEDGER_OUTAGE_ROUNDS ?? 3);
const SEED = Number(process.env.PLAYLEDGER_OUTAGE_SEED ?? 1);
const COLLECTION = '.ansible/collections/ansible_collections/playledger/reporter';

/** What two runs of one playbook may not share: ids, clocks, the label that finds them, how the sending went. */
const OF_ONE_RUN = ['id', 'run_id', 'uuid', 'invocation_id', 'labels', 'reporter', 'environment'];
const CLOCKS = ['duration', 'hour', 'day'];

describe('an API that is killed again and again while a playbook runs', () => {
  let redis: RedisServer;
  let product: Product;
  let control: ControlHost;
  let dataSource: DataSource;
  let undisturbed: Record<string, unknown[]>;
  const random = randomFrom(SEED);

  beforeAll(async () => {
    redis = await RedisServer.start();
    product = await Product.start({ env: { REDIS_URL: redis.url } });
    dataSource = await product.database.connect();
    control = new ControlHost();
    await control.installFrom(product.client.url);
    undisturbed = await runOf('undisturbed', (await play('undisturbed')).code);
    expect(undisturbed.task_result).toHaveLength(18);
  });
  afterAll(async () => {
    control.remove();
    await product.stop();
    await redis.stop();
  });

  const play = (label: string) => {
    control.writeConfiguration(
      [
        '[defaults]',
        'callbacks_enabled = playledger.reporter.playledger',
        '[callback_playledger]',
        `url = ${product.client.url}`,
        `token_file = ${tokenFile()}`,
        `labels = ${label}`,
        // Many small batches: an outage is to hit some of them on their way.
        'batch_events = 3',
        'batch_age = 0.1',
        'timeout = 1',
      ].join('\n'),
    );
    // One fork: the hosts answer in the same order each time.
    return control.play('steady', '--forks=1');
  };

  const tokenFile = () => join(product.dataDir, 'admin-token');

  /** The tables of the run with a label, once it is complete. */
  const runOf = async (label: string, code: number | null) => {
    expect(code).toBe(0);
    let latest: unknown;
    const run = await eventually(async () => {
      const { data } = await product.client.ask(
        'query ($filter: RunFilter) { runs(first: 2, filter: $filter) { nodes { uuid status missingEvents { from to } } } }',
        { filter: { label } },
      );
      latest = data.runs.nodes;
      const [node, another] = data.runs.nodes;
      return another === undefined && node?.status === 'completed' && node.missingEvents.length === 0 ? node : null;
    }).catch((error: unknown) => {
      throw new Error(`The run ${label} does not become complete: ${JSON.stringify(latest)}`, { cause: error });
    });
    return comparable(await projectionOf(dataSource, run.uuid));
  };

  const outage = async () => {
    await product.apis[0]?.end('SIGKILL');
    await sleep(random() * 1_500);
    product.apis[0]?.start();
  };

  const spool = () => join(control.home, '.ansible/playledger-spool');
  const spooled = () => (existsSync(spool()) ? readdirSync(spool()).filter((name) => name.endsWith('.gz')) : []);

  const replay = async () => {
    const program = join(control.home, COLLECTION, 'plugins/plugin_utils/replay.py');
    const ended = await control.run('python3', program, '--url', product.client.url, '--token-file', tokenFile());
    expect(ended).toMatchObject({ code: 0 });
  };

  it.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))('loses and doubles nothing in round %i', async (round) => {
    const label = `round-${round}`;
    const playing = play(label);
    const kills = (async () => {
      for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
        await sleep(random() * 2_500);
        await outage();
      }
    })();
    const [{ code }] = await Promise.all([playing, kills]);
    await product.whenReady();
    await replay();
    expect(spooled()).toEqual([]);
    expect(await runOf(label, code)).toEqual(undisturbed);
    const letters = await dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM dead_letter');
    expect(letters).toEqual([{ count: 0 }]);
  });
});

/** Rows without what belongs to one run alone. */
function comparable(tables: Record<string, unknown[]>): Record<string, unknown[]> {
  return Object.fromEntries(
    // The one text of run_search holds the run's id and label.
    Object.entries({ ...tables, run_search: [] }).map(([table, rows]) => [
      table,
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row as object).filter(
            ([name]) => ![...OF_ONE_RUN, ...CLOCKS].includes(name) && !name.endsWith('_at'),
          ),
        ),
      ),
    ]),
  );
}

/** The same numbers for the same seed (mulberry32), so that a failing round can be played again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
