import { execFileSync } from 'node:child_process';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Product } from '../support/product.js';

const ROWS = 100_000;
/** The API may have this much; the export is larger. Without a limit, V8 takes its time to tidy up. */
const HEAP_MIB = 128;
/** Heap and buffers, beyond what the API takes before. */
const MAX_GROWTH_MIB = 100;
const RUN = '01a1fb00-0000-7000-8000-000000000001';

describe('an export of 100,000 changes', () => {
  let product: Product;
  let dataSource: DataSource;

  beforeAll(async () => {
    product = await Product.start({ workers: 0, env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` } });
    dataSource = await product.database.connect();
    await dataSource.query(
      `INSERT INTO run (id, started_at, last_event_at, diff_mode, results_changed)
       VALUES ($1, '2026-11-20', '2026-11-21', true, $2)`,
      [RUN, ROWS],
    );
    await dataSource.query(`INSERT INTO run_origin (run_id, operator, sources) VALUES ($1, 'alice', '{}')`, [RUN]);
    await dataSource.query(`INSERT INTO host (name) VALUES ('ctl-001')`);
    await dataSource.query(
      `INSERT INTO task_result (run_id, seq, host_id, status, ignored, rescued, occurred_at, batch_no, position)
       SELECT $1, seq, (SELECT id FROM host), 'changed', false, false,
         '2026-11-20'::timestamptz + seq * interval '100 ms', 1, seq
       FROM generate_series(1, $2) AS seq`,
      [RUN, ROWS],
    );
    await dataSource.query(
      `INSERT INTO result_diff (run_id, seq, state, text)
       SELECT $1, seq, 'shown', repeat(md5(seq::text) || E'\n', 40) FROM generate_series(1, $2) AS seq`,
      [RUN, ROWS],
    );
    await dataSource.query('ANALYZE');
  }, 120_000);
  afterAll(() => product.stop());

  const open = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { url, token } = product.client;
      get(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }, resolve).once('error', reject);
    });

  const residentMiB = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(product.apis[0]?.pid)], { encoding: 'utf8' })) / 1_024;

  /** Reads to the end; answers what came, and the most memory that the API held meanwhile. */
  async function readAll(answer: IncomingMessage): Promise<{ lines: number; bytes: number; peakMiB: number }> {
    const read = { lines: 0, bytes: 0, peakMiB: 0 };
    const timer = setInterval(() => (read.peakMiB = Math.max(read.peakMiB, residentMiB())), 100);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      read.bytes += chunk.length;
      for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) read.lines += 1;
    }
    clearInterval(timer);
    return read;
  }

  it('comes whole, in constant memory, also to a reader that stops for a while', async () => {
    // The first one warms up what any export needs.
    await readAll(await open('/api/export/changes.jsonl?until=2026-11-20T00:10:00Z'));
    const before = residentMiB();

    const answer = await open('/api/export/changes.jsonl');
    await new Promise((resolve) => answer.once('readable', resolve));
    await sleep(3_000);
    const whilePaused = residentMiB() - before;
    // Nothing waits in Postgres for a slow reader, neither a query nor a snapshot.
    expect(
      await dataSource.query<object[]>(
        `SELECT state FROM pg_stat_activity WHERE application_name = 'playledger-api' AND state <> 'idle'
           AND datname = current_database()`,
      ),
    ).toEqual([]);

    const { lines, bytes, peakMiB } = await readAll(answer);
    expect(lines).toBe(ROWS);
    expect(bytes / 2 ** 20).toBeGreaterThan(1.5 * MAX_GROWTH_MIB);
    expect(whilePaused).toBeLessThan(MAX_GROWTH_MIB);
    expect(peakMiB - before).toBeLessThan(MAX_GROWTH_MIB);
  }, 120_000);

  it('stops when the reader goes away', async () => {
    const answer = await open('/api/export/changes.csv');
    await new Promise((resolve) => answer.once('readable', resolve));
    answer.destroy();
    await sleep(500);
    const [{ gone }] = await dataSource.query<[{ gone: Date }]>('SELECT clock_timestamp() AS gone');
    for (let look = 0; look < 10; look += 1) {
      await sleep(100);
      expect(
        await dataSource.query<object[]>(
          `SELECT query FROM pg_stat_activity WHERE application_name = 'playledger-api' AND query_start > $1
             AND datname = current_database() AND query LIKE '%change%'`,
          [gone],
        ),
      ).toEqual([]);
    }
    // Whoever runs the tests may be root.
    expect(product.apis[0]?.output.replace(/^Warning: Playledger is running as root.*\n/, '')).toBe('');
  }, 30_000);
});
