import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sqlExamples, textsOf } from '../../apps/api/src/generate-sql.js';
import { ListQuery } from '../../apps/api/src/graphql/relay/list-query.js';
import { TestDatabase } from '../support/test-database.js';

const API = join(process.cwd(), 'apps/api/src');

describe('the statements of the read models', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.drop());

  it('are understood by Postgres, on the tables as they are', async () => {
    const dataSource = await database.connect();
    const refused: object[] = [];
    let prepared = 0;
    for (const [module, examples] of await sqlExamples()) {
      for (const { title, text } of examples.flatMap(textsOf)) {
        prepared += 1;
        await dataSource.query(`PREPARE example_${prepared} AS ${text}`).catch((error: unknown) => {
          refused.push({ module, title, refusal: String(error) });
        });
      }
    }
    expect(refused).toEqual([]);
    expect(prepared).toBeGreaterThan(100);
  });

  it('answer the columns that rows are read by', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const wrong: object[] = [];
    let compared = 0;
    for (const [module, examples] of await sqlExamples()) {
      for (const example of examples) {
        if ('text' in example || !(example.query instanceof ListQuery)) continue;
        const [page] = textsOf(example);
        // What is described needs no values, but none of a type that nothing says.
        const { fields } = await client.query(page!.text.replaceAll(/\$\d+/g, 'NULL'));
        const nested = example.of === undefined ? [] : ['parent', 'place'];
        const [answered, expected] = [fields.map(({ name }) => name), [...example.query.names, 'key', ...nested]];
        if (answered.sort().join() !== expected.sort().join()) wrong.push({ module, ...example, answered, expected });
        compared += 1;
      }
    }
    await client.end();
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(40);
  });

  it('stand in a file beside each, and in no file that nobody writes', async () => {
    const files = readdirSync(API, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));
    expect(files.sort()).toEqual([...(await sqlExamples()).keys()].map((module) => `${module}.sql`).sort());
  });
});
