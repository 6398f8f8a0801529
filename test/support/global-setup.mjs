// Boots one Postgres for all test files and migrates a template database once; each file clones it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/apps/standalone/src/embedded-postgres.js';
import { migrate } from '../../dist/libs/database/src/index.js';

export default async function globalSetup() {
  // Two Jest projects share one server.
  if (globalThis.testPostgres !== undefined) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log() {} });
  globalThis.testPostgres = { ...postgres, stop: () => postgres.stop(), dataDir };
  await migrate(postgres.url);
  process.env.PLAYLEDGER_TEST_TEMPLATE_URL = postgres.url;
}
