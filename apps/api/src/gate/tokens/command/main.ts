import { settingsOfRunning, readSettings, SettingsError } from '#config';
import { createDataSource, migrate } from '#database';
import { exitOnUncaught } from '#telemetry';
import { AccessCommandError, runAccessCommand, type UseDatabase } from './access-command.js';

/** The entry of `npm run access`: on the database itself, for those who hold no token yet or have lost it. */
const useDatabase: UseDatabase = async (work) => {
  const settings = settingsOfRunning(readSettings(process.env));
  await migrate(settings.databaseUrl);
  const dataSource = createDataSource(settings, 'playledger-access');
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
};

exitOnUncaught();
try {
  process.stdout.write(await runAccessCommand(useDatabase, process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof AccessCommandError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
