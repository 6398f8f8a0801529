import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sqlExamples, textsOf } from '../../apps/api/src/generate-sql.js';
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

  it('stand in a file beside each, and in no file that nobody writes', async () => {
    const files = readdirSync(API, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));
    expect(files.sort()).toEqual([...(await sqlExamples()).keys()].map((module) => `${module}.sql`).sort());
  });
});
