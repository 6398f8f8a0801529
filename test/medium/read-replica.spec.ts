import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { aRun, aTask } from '../support/a-run.js';
import { ApiClient, eventually } from '../support/api-client.js';
import { isReady, ProductProcess } from '../support/product.js';
import { freePort } from '../support/redis-server.js';
import { ReplicatedPostgres } from '../support/streaming-replica.js';

const SECONDS = 1_000;

const ACCESS_EXCLUSIVE_LOCKS = `SELECT FROM pg_locks
  WHERE mode = 'AccessExclusiveLock' AND granted AND relation = 'run'::regclass`;

describe('a read replica', () => {
  let postgres: ReplicatedPostgres;
  let dataDir: string;
  let processes: ProductProcess[];
  let client: ApiClient;
  let replica: pg.Client;

  beforeAll(async () => {
    postgres = await ReplicatedPostgres.start();
    dataDir = mkdtempSync(join(tmpdir(), 'playledger-data-'));
    const port = await freePort();
    const env = {
      DATABASE_URL: postgres.primaryUrl,
      DATABASE_REPLICA_URL: postgres.replicaUrl,
      PLAYLEDGER_DATA_DIR: dataDir,
      PORT: String(port),
      STATEMENT_TIMEOUT: '3',
    };
    const [api, worker] = ['api', 'worker'].map((app) => new ProductProcess(`dist/apps/${app}/src/main.js`, env));
    processes = [api!, worker!];
    for (const each of processes) each.start();
    const url = `http://127.0.0.1:${port}`;
    await api!.until(() => isReady(url));
    client = ApiClient.withTokenFile(url, join(dataDir, 'admin-token'));
    replica = new pg.Client({ connectionString: postgres.replicaAdminUrl });
    replica.on('error', () => undefined);
    await replica.connect();
  }, 120 * SECONDS);

  afterAll(async () => {
    await Promise.all(processes.map((each) => each.end()));
    await replica.end().catch(() => undefined);
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60 * SECONDS);

  const shown = async () => {
    const { data } = await client.ask('{ runs { nodes { uuid resultCounts { failed } } } }');
    return (data.runs.nodes as { uuid: string }[]).map(({ uuid }) => uuid);
  };
  const aFailure = () => aRun().with(aTask().failedOn('ctl-001'));

  it(
    'answers questions, and the primary does when it is away and right after a change',
    async () => {
      const [{ follows }] = (await replica.query(`SELECT pg_is_in_recovery() AS follows`)).rows as [
        { follows: boolean },
      ];
      expect(follows).toBe(true);
      const first = aFailure();
      expect((await client.upload(first.id, first.events())).status).toBe(202);
      await eventually(async () => (await shown()).includes(first.id));

      await replica.query('SELECT pg_wal_replay_pause()');
      const second = aFailure();
      expect((await client.upload(second.id, second.events())).status).toBe(202);
      const primary = new pg.Client({ connectionString: postgres.primaryUrl });
      await primary.connect();
      const isFolded = async () =>
        (await primary.query(`SELECT FROM run WHERE id = $1 AND status = 'failed'`, [second.id])).rowCount === 1;
      await eventually(isFolded);
      expect(await shown()).toEqual([first.id]);

      // The replica holds the lock as well: it comes with the WAL.
      await replica.query('SELECT pg_wal_replay_resume()');
      await eventually(async () => (await shown()).includes(second.id));
      await primary.query('BEGIN; LOCK TABLE run');
      await eventually(async () => (await replica.query(ACCESS_EXCLUSIVE_LOCKS)).rowCount === 1);
      const { errors } = await client.ask('{ runs { totalCount } }');
      expect(errors).toMatchObject([{ message: 'The request took too long. Request less, or a shorter period.' }]);
      await primary.query('ROLLBACK');
      await primary.end();
      await eventually(async () => (await replica.query(ACCESS_EXCLUSIVE_LOCKS)).rowCount === 0);

      await replica.query('SELECT pg_wal_replay_pause()');
      const { data: groups } = await client.ask('{ failureGroups { nodes { id } } }');
      const act = `mutation ($id: ID!) {
        annotateFailureGroup(id: $id, text: "the disk") { failureGroup { notes { nodes { text } } } userErrors { code } }
      }`;
      const { data: annotated } = await client.ask(act, { id: groups.failureGroups.nodes[0].id });
      expect(annotated.annotateFailureGroup).toEqual({
        failureGroup: { notes: { nodes: [{ text: 'the disk' }] } },
        userErrors: [],
      });

      await replica.query('SELECT pg_wal_replay_resume()');
      await eventually(async () => (await shown()).includes(second.id));
      await replica.end();
      await postgres.stopReplica();
      const third = aFailure();
      expect((await client.upload(third.id, third.events())).status).toBe(202);
      await eventually(async () => (await shown()).includes(third.id));
    },
    90 * SECONDS,
  );
});
