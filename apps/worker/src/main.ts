import { readServerSettings } from '#config';
import { migrate } from '#database';
import { runUntilSignal } from '#telemetry';
import { startWorker } from './start-worker.js';

await runUntilSignal(async () => {
  const settings = readServerSettings(process.env);
  // Whichever process of an installation comes first does it; the others wait and find nothing to do.
  await migrate(settings.databaseUrl);
  return startWorker(settings);
});
