import { readServerSettings } from '#config';
import { migrate } from '#database';
import { runUntilSignal } from '#telemetry';
import { startApi } from './start-api.js';

await runUntilSignal(async () => {
  const settings = readServerSettings(process.env);
  // Whichever process of an installation comes first does it; the others wait and find nothing to do.
  await migrate(settings.databaseUrl);
  return startApi(settings);
});
