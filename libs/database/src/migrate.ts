import { pathToFileURL } from 'node:url';
import { readServerSettings, SettingsError } from '#config';
import { errorAsText, exitOnUncaught } from '#telemetry';
import { createDataSource } from './data-source.js';
import { ensurePartitions } from './partitions.js';
import { dropScopedViews, ensureScopedViews } from './scoped-views.js';

/** Brings the schema up to date and the partitions ready; answers the names of the migrations that ran. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const dataSource = createDataSource({ databaseUrl, databasePoolSize: 2 }, 'playledger-migrate');
  await dataSource.initialize();
  try {
    // Several processes may start at once: the first one migrates, the others wait and find nothing to do.
    const lock = dataSource.createQueryRunner();
    try {
      await lock.query(`SELECT pg_advisory_lock(hashtext('playledger:migrate'))`);
      if (await dataSource.showMigrations()) await dropScopedViews(dataSource);
      const ran = await dataSource.runMigrations();
      await ensurePartitions(dataSource, new Date());
      await ensureScopedViews(dataSource);
      return ran.map((migration) => migration.name);
    } finally {
      await lock.query(`SELECT pg_advisory_unlock(hashtext('playledger:migrate'))`);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  exitOnUncaught();
  try {
    const ran = await migrate(readServerSettings(process.env).databaseUrl);
    process.stdout.write(ran.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${ran.join(', ')}\n`);
  } catch (error) {
    const reason = error instanceof SettingsError ? error.message : errorAsText(error);
    process.stderr.write(`Migration failed: ${reason}\n`);
    process.exitCode = 1;
  }
}
