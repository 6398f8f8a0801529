import { SettingsError } from '#config';
import { StartupError } from './startup-error.js';
import { runStandalone } from './standalone.js';

try {
  await runStandalone(process.argv.slice(2), process.env);
  process.exit(0);
} catch (error) {
  const isExpected = error instanceof StartupError || error instanceof SettingsError;
  process.stderr.write(`${isExpected ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
