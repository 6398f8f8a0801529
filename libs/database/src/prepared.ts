import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';

const names = new Map<string, string>();

/**
 * As `tx.query`, for statements that are asked again and again with the same text: Postgres parses and plans them once
 * a connection, which costs more than doing what they say. Throws what
 * `tx.query` throws.
 * See docs/decisions/0014-what-a-batch-costs.md.
 */
export async function queryPrepared<Row extends object>(
  db: DataSource | EntityManager,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const manager = db instanceof DataSource ? db.manager : db;
  const runner = manager.queryRunner ?? manager.dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    const query = { name: nameOf(text), text, values };
    const { rows } = await client.query<Row>(query).catch((error: unknown) => {
      throw new QueryFailedError(text, values, error as Error);
    });
    return rows;
  } finally {
    if (manager.queryRunner === undefined) await runner.release();
  }
}

/** The same in every process, as a pooler between us and Postgres needs it. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = createHash('sha1').update(text).digest('hex')));
  return name;
}
