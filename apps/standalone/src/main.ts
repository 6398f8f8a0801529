import { SettingsError } from '#config';
import { errorAsText, exitOnUncaught } from '#telemetry';
import { StartupError } from './process/startup-error.js';
import { runStandalone } from './standalone.js';

exitOnUncaught();
try {
  await runStandalone(process.argv.slice(2), process.env);
  process.exit(0);
} catch (error) {
  const isExpected = error instanceof StartupError || error instanceof SettingsError;
  process.stderr.write(`${isExpected ? error.message : errorAsText(error)}\n`);
  process.exit(1);
}
