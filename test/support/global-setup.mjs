// Boots one Postgres for all test files and migrates a template database once; each file clones it.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/apps/standalone/src/embedded-postgres.js';
import { migrate } from '../../dist/libs/database/src/index.js';

export default async function globalSetup() {
  // Two Jest projects share one server.
  if (globalThis.testPostgres !== undefined) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log() {} });
  globalThis.testPostgres = { ...postgres, stop: () => postgres.stop(), dataDir };
  await logSlowStatements(postgres.url, dataDir);
  await migrate(postgres.url);
  process.env.PLAYLEDGER_TEST_TEMPLATE_URL = postgres.url;
}

/** Already after a moment, so that the log, in which canaries are looked for, has many. */
async function logSlowStatements(url, dataDir) {
  const superuser = new URL(url);
  superuser.username = 'postgres';
  superuser.password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
  // For what only a superuser may do, such as making a tablespace.
  process.env.PLAYLEDGER_TEST_SUPERUSER_URL = superuser.href;
  const client = new pg.Client({ connectionString: superuser.href });
  await client.connect();
  try {
    await client.query("ALTER SYSTEM SET log_min_duration_statement = '50ms'");
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
}
