import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource, ensurePartitions, migrate } from '#database';
import { ROOT } from '#scripts/root';
import { step } from '#scripts/step';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../apps/standalone/src/embedded-postgres.js';
import { deriveRun } from '../../../apps/worker/src/derivation/derive-run.js';
import { groupFailures } from '../../../apps/worker/src/failures/group-failures.js';

const CLUSTERS = join(ROOT, '.cache', 'bench-queries');
const FILL = join(ROOT, 'test', 'bench', 'queries', 'fill.sql');
/** Runs that are derived at once. */
const AT_ONCE = 4;

/** So many results a host of each run makes: 5,000 runs of 50 tasks. */
export const RESULTS_PER_HOST = 250_000;

/**
 * Starts a Postgres with millions of task results, in .cache: filled once for each number of them, and each state of the
 * migrations and of fill.sql. The caller stops it.
 */
export async function startFilledCluster(results: number): Promise<{ postgres: EmbeddedPostgres; dataDir: string }> {
  const version = versionOf();
  const dataDir = join(CLUSTERS, `${version}-${results}`);
  const filled = join(dataDir, 'filled');
  removeOthers(version);
  mkdirSync(dataDir, { recursive: true });
  const postgres = await step('Starting Postgres', () => startEmbeddedPostgres({ dataDir, log: () => undefined }));
  try {
    if (!existsSync(filled)) {
      await fill(postgres.url, results);
      writeFileSync(filled, '');
    }
    return { postgres, dataDir };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Each takes gigabytes, and nobody asks an older one again. */
function removeOthers(version: string): void {
  if (!existsSync(CLUSTERS)) return;
  const others = readdirSync(CLUSTERS).filter((name) => !name.startsWith(`${version}-`));
  for (const other of others) rmSync(join(CLUSTERS, other), { recursive: true, force: true, maxRetries: 3 });
}

function versionOf(): string {
  const hash = createHash('sha256').update(readFileSync(FILL));
  const migrations = join(ROOT, 'migrations');
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, name)));
  return hash.digest('hex').slice(0, 12);
}

async function fill(url: string, results: number): Promise<void> {
  const dataSource = createDataSource({ databaseUrl: url, databasePoolSize: AT_ONCE }, 'playledger-bench');
  await dataSource.initialize();
  try {
    // What a fill left that was broken off.
    await dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await migrate(url);
    // As if it had been used for the year that the data tell of.
    await ensurePartitions(dataSource, new Date('2025-11-01T00:00:00Z'), 13);
    const sql = readFileSync(FILL, 'utf8');
    await step(`Writing ${results.toLocaleString('en')} task results`, () =>
      dataSource.transaction(async (tx) => {
        await tx.query(`SELECT set_config('bench.hosts', $1, true)`, [String(results / RESULTS_PER_HOST)]);
        await tx.query(sql);
      }),
    );
    await dataSource.query('VACUUM ANALYZE');
    await step('Deriving what they tell', () => deriveAll(dataSource));
    await dataSource.query('VACUUM ANALYZE');
  } finally {
    await dataSource.destroy();
  }
}

/** By the worker's own code, oldest first. */
async function deriveAll(dataSource: DataSource): Promise<void> {
  const runs = await dataSource.query<{ id: string }[]>('SELECT run.id FROM run ORDER BY run.started_at');
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
