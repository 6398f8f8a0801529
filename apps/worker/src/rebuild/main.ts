import { readSettings, SettingsError, settingsOfRunning } from '#config';
import { createDataSource, migrate } from '#database';
import { Logger } from '#telemetry';
import { RunProjector } from '../projection/project-run.js';
import { rebuildAll, rebuildRuns, type RebuildProgress } from './rebuild.js';

const USAGE = 'Usage: npm run rebuild [-- RUN_ID...]';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TELL_EVERY_MS = 1_000;

/** Tells how far it is, at most once a second, and at the end. */
function progressLine(): (progress: RebuildProgress) => void {
  let told = 0;
  return ({ done, total }) => {
    if (done < total && performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    process.stdout.write(`Rebuilt ${done} of ${total} runs\n`);
  };
}

async function rebuild(runIds: readonly string[]): Promise<void> {
  const settings = settingsOfRunning(readSettings(process.env));
  await migrate(settings.databaseUrl);
  const dataSource = createDataSource(settings, 'playledger-rebuild');
  await dataSource.initialize();
  try {
    // What each fold says at info, thousands of times, is told by the progress.
    const projector = new RunProjector(dataSource, Logger.create('rebuild', 'warn'));
    if (runIds.length === 0) return await rebuildAll(dataSource, projector, progressLine());
    const unknown = await rebuildRuns(dataSource, projector, runIds, progressLine());
    if (unknown.length > 0) fail(`The ledger holds no run ${unknown.join(', ')}`);
  } finally {
    await dataSource.destroy();
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

const runIds = process.argv.slice(2);
const wrong = runIds.find((runId) => !UUID.test(runId));
if (wrong === undefined) {
  await rebuild(runIds).catch((error: unknown) => {
    if (!(error instanceof SettingsError)) throw error;
    fail(error.message);
  });
} else {
  fail(`"${wrong}" is not the uuid of a run. ${USAGE}`);
}
