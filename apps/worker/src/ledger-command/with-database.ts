import type { DataSource } from 'typeorm';
import { readSettings, settingsOfRunning, type ServerSettings } from '#config';
import { createDataSource, migrate } from '#database';

/** Lets a command work on the migrated database of the installation that the environment names. */
export async function withDatabase<T>(
  name: string,
  work: (dataSource: DataSource, settings: ServerSettings) => Promise<T>,
): Promise<T> {
  const settings = settingsOfRunning(readSettings(process.env));
  await migrate(settings.databaseUrl);
  const dataSource = createDataSource(settings, `playledger-${name}`);
  await dataSource.initialize();
  try {
    return await work(dataSource, settings);
  } finally {
    await dataSource.destroy();
  }
}
