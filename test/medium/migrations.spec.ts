import type { DataSource } from 'typeorm';
import { dropScopedViews, SCOPED_VIEWS, TABLES_WITHOUT_SCOPE } from '#database';
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

  it('make no table of which somebody with a scope would see all', async () => {
    const tables = await dataSource.query<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    const known = [...Object.keys(SCOPED_VIEWS), ...TABLES_WITHOUT_SCOPE];
    expect(tables.map(({ name }) => name).sort()).toEqual(known.sort());
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
