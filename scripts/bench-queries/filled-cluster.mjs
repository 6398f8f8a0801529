// A Postgres with a million task results, in .cache: filled once for each state of the migrations and of fill.sql.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { step } from '../step.mjs';

const CLUSTERS = join(ROOT, '.cache', 'bench-queries');
/** Runs that are derived at once. */
const AT_ONCE = 4;

/** Starts the cluster, filled; the caller stops it. */
export async function startFilledCluster() {
  const { startEmbeddedPostgres } = await import('../../dist/apps/standalone/src/embedded-postgres.js');
  const dataDir = join(CLUSTERS, versionOf());
  const filled = join(dataDir, 'filled');
  removeOthers(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const postgres = await step('Starting Postgres', () => startEmbeddedPostgres({ dataDir, log: () => {} }));
  try {
    if (!existsSync(filled)) {
      await fill(postgres.url);
      writeFileSync(filled, '');
    }
    return { postgres, dataDir };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Each takes a gigabyte, and nobody asks an older one again. */
function removeOthers(dataDir) {
  if (!existsSync(CLUSTERS)) return;
  const others = readdirSync(CLUSTERS).map((name) => join(CLUSTERS, name));
  for (const other of others) if (other !== dataDir) rmSync(other, { recursive: true, force: true, maxRetries: 3 });
}

function versionOf() {
  const hash = createHash('sha256').update(readFileSync(new URL('fill.sql', import.meta.url)));
  const migrations = join(ROOT, 'migrations');
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, name)));
  return hash.digest('hex').slice(0, 12);
}

async function fill(url) {
  const { createDataSource, migrate, ensurePartitions } = await import('../../dist/libs/database/src/index.js');
  const dataSource = createDataSource({ databaseUrl: url, databasePoolSize: AT_ONCE }, 'playledger-bench');
  await dataSource.initialize();
  try {
    // What a fill left that was broken off.
    await dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await migrate(url);
    // As if it had been used for the year that the data tell of.
    await ensurePartitions(dataSource, new Date('2025-11-01T00:00:00Z'), 13);
    const sql = readFileSync(new URL('fill.sql', import.meta.url), 'utf8');
    await step('Writing a million task results', () => dataSource.transaction((tx) => tx.query(sql)));
    await dataSource.query('VACUUM ANALYZE');
    await step('Deriving what they tell', () => deriveAll(dataSource));
    await dataSource.query('VACUUM ANALYZE');
  } finally {
    await dataSource.destroy();
  }
}

/** By the worker's own code, oldest first. */
async function deriveAll(dataSource) {
  const { deriveRun } = await import('../../dist/apps/worker/src/derivation/derive-run.js');
  const { groupFailures } = await import('../../dist/apps/worker/src/failures/group-failures.js');
  const runs = await dataSource.query('SELECT run.id FROM run ORDER BY run.started_at');
  const next = async () => {
    for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
      const { id } = run;
      await dataSource.transaction(async (tx) => {
        await deriveRun(tx, id);
        await groupFailures(tx, id, { newHosts: [] });
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
