import type { DataSource } from 'typeorm';
import { dropScopedViews, SCOPED_SCHEMA, TABLES } from '#database';
import { appendBatch } from '#ledger';
import { aBatch, aRun, aTask } from '../support/a-run.js';
import { TestDatabase } from '../support/test-database.js';

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.connect();
  });
  afterAll(() => database.drop());

  /** Every column, index and constraint, as Postgres describes it. */
  const schema = () =>
    dataSource.query<object[]>(`
      SELECT table_name, column_name, data_type, column_default, is_nullable FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name !~ '_(default|[0-9]{4}_[0-9]{2})$'
      UNION ALL
      SELECT tablename, indexname, indexdef, null, null FROM pg_indexes
      WHERE schemaname = 'public' AND tablename !~ '_(default|[0-9]{4}_[0-9]{2})$'
      ORDER BY 1, 2, 3
    `);

  it('leave no drift between entities and tables', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('make no table that is not in the register: all that goes over tables would pass it over', async () => {
    const tables = await dataSource.query<object[]>(
      `SELECT relname AS name, relkind = 'p' AS partitioned FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       ORDER BY relname COLLATE "C"`,
    );
    expect(tables).toEqual(TABLES.map(({ name, partitioned }) => ({ name, partitioned })));
  });

  it('make a view of every table that somebody with a scope may ask', async () => {
    const views = await dataSource.query<{ name: string }[]>(
      `SELECT viewname AS name FROM pg_views WHERE schemaname = $1 ORDER BY viewname COLLATE "C"`,
      [SCOPED_SCHEMA],
    );
    const scoped = TABLES.filter(({ scope }) => scope !== 'none');
    expect(views.map(({ name }) => name)).toEqual(scoped.map(({ name }) => name));
  });

  it('keep the services of changes on the way down and up', async () => {
    const id = '019a0000-0000-7000-8000-000000000001';
    await dataSource.query(`INSERT INTO host (name) VALUES ('ctl-001')`);
    await dataSource.query(`INSERT INTO run (id, started_at, last_event_at) VALUES ($1, now(), now())`, [id]);
    await dataSource.query(`INSERT INTO run_origin (run_id, operator, sources) VALUES ($1, 'alice', '{}')`, [id]);
    await dataSource.query(
      `INSERT INTO task (run_id, seq, play_seq, uuid, name, action, role, tags, no_log, handler, loop, started_at)
       SELECT $1, seq, 2, '', 'a task', 'template', role, '{}', false, false, false, now()
       FROM (VALUES (3, 'keystone'), (4, NULL)) AS told(seq, role)`,
      [id],
    );
    await dataSource.query(
      `INSERT INTO task_result
         (run_id, seq, task_seq, host_id, status, ignored, rescued, occurred_at, batch_no, position)
       SELECT $1, seq, task_seq, (SELECT id FROM host), 'changed', false, false, now(), 1, seq
       FROM (VALUES (5, 3), (6, 4)) AS told(seq, task_seq)`,
      [id],
    );
    await dataSource.query(`INSERT INTO role_service VALUES ($1, 2, 'keystone', 'keystone')`, [id]);
    const services = () => dataSource.query<object[]>('SELECT * FROM role_service');
    const before = await services();

    await dropScopedViews(dataSource);
    const since = dataSource.migrations.findIndex(({ name }) => name?.startsWith('DeriveChangesFromResults'));
    const count = dataSource.migrations.length - since;
    for (let index = 0; index < count; index++) await dataSource.undoLastMigration();
    expect(
      await dataSource.query<object[]>('SELECT seq, service, operator, check_mode FROM change ORDER BY seq'),
    ).toEqual([
      { seq: 5, service: 'keystone', operator: 'alice', check_mode: false },
      { seq: 6, service: null, operator: 'alice', check_mode: false },
    ]);
    expect(await dataSource.runMigrations()).toHaveLength(count);
    expect(await services()).toEqual(before);
  });

  it('do not take links away that a version from before could not check', async () => {
    const run = aRun().with(aTask().okOn('ctl-001'));
    const batch = aBatch(run.events());
    await appendBatch(dataSource, run.id, batch.seqs, batch.body);
    const since = dataSource.migrations.findIndex(({ name }) => name?.startsWith('PackLedgerBatches'));
    const later = dataSource.migrations.length - since - 1;
    await dropScopedViews(dataSource);
    for (let index = 0; index < later; index++) await dataSource.undoLastMigration();
    await expect(dataSource.undoLastMigration()).rejects.toThrow(
      '1 batches of the ledger are linked by what they hold: a version from before would find all of them changed',
    );
    expect(await dataSource.runMigrations()).toHaveLength(later);
    await dataSource.query('DELETE FROM ledger_batch');
  });

  it('go down to nothing and up again to the same', async () => {
    await dropScopedViews(dataSource);
    const before = await schema();
    const count = dataSource.migrations.length;
    for (let index = 0; index < count; index++) await dataSource.undoLastMigration();
    const left = await dataSource.query<{ table_name: string }[]>(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(left.map(({ table_name }) => table_name)).toEqual(['schema_migration']);
    expect(await dataSource.runMigrations()).toHaveLength(count);
    expect(await schema()).toEqual(before);
  });
});
