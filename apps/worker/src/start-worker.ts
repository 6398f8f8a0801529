import type { Registry } from 'prom-client';
import type { ServerSettings } from '#config';
import { createDataSource, ensurePartitions, measurePool } from '#database';
import { measureLedger, PROJECT_RUN, REPLAY_LETTER } from '#ledger';
import { JobQueues } from '#queue';
import { createMetrics, Logger, Readiness, startStatusServer } from '#telemetry';
import { checkSignatures } from './maintenance/check-signatures.js';
import { schedule } from './maintenance/schedule.js';
import { markInterrupted } from './maintenance/mark-interrupted.js';
import { packRuns } from './maintenance/pack-runs.js';
import { sweepLedger } from './maintenance/sweep-ledger.js';
import { measureFolds } from './projection/fold-metrics.js';
import { RunProjector } from './projection/project-run.js';
import { applyRetention } from './retention/apply-retention.js';
import { retentionKey } from './retention/retention-key.js';
import { Sealing } from './sealing/sealing.js';

export interface RunningWorker {
  /** Ends what is under way, then lets go of queue and database. */
  close(): Promise<void>;
}

const SWEEP_SECONDS = 2;
const INTERRUPTED_SECONDS = 5;
const SIGNATURE_SECONDS = 60;
const PACKING_SECONDS = 60;
const SEALS_SECONDS = 60;
const PARTITION_SECONDS = 6 * 3_600;
const RETENTION_SECONDS = 3_600;

/** Starts folding. Expects a migrated database. */
export async function startWorker(
  settings: ServerSettings,
  metrics: Registry = createMetrics(),
  readiness = new Readiness(),
): Promise<RunningWorker> {
  const logger = Logger.create('worker', settings.logLevel);
  // A fold holds one connection and may ask for a second one: with fewer than this, folds could wait for each other.
  const databasePoolSize = Math.max(settings.databasePoolSize, 2 * settings.workerConcurrency + 4);
  const dataSource = createDataSource({ ...settings, databasePoolSize }, 'playledger-worker');
  await dataSource.initialize();
  const projector = new RunProjector(dataSource, logger, measureFolds(metrics));
  const queues = await JobQueues.open(settings, logger);
  queues.process(PROJECT_RUN, settings.workerConcurrency, async ({ runId }) => {
    const outcome = await projector.project(runId);
    // Thrown, so that the queue tries again: the other worker may have looked just before our batch came.
    if (outcome === 'busy') throw new Error(`Another worker is folding run ${runId}`);
    if (outcome === 'stopped') throw new Error(`This worker ends and leaves the rest of run ${runId} to another one`);
  });
  queues.process(REPLAY_LETTER, 1, ({ letterId }) => projector.replay(letterId));
  const sealing = new Sealing(dataSource, settings, readiness, logger, metrics);
  const repetitions = [
    schedule(SWEEP_SECONDS, 'The sweep', logger, () => sweepLedger(dataSource, projector, logger)),
    schedule(INTERRUPTED_SECONDS, 'Marking interrupted runs', logger, async () => {
      const runs = await markInterrupted(dataSource, projector, settings.interruptedAfterSeconds);
      for (const runId of runs) logger.log('A run gave no sign of life and is marked interrupted', { runId });
    }),
    schedule(SIGNATURE_SECONDS, 'Checking the signatures of failures', logger, async () => {
      const checked = await checkSignatures(dataSource);
      if (checked > 0) logger.debug('Checked the signatures of groups of failures', { groups: checked });
    }),
    schedule(Math.min(PACKING_SECONDS, settings.packAfterSeconds), 'Packing the ledger', logger, () =>
      packRuns(dataSource, settings.packAfterSeconds, logger),
    ),
    schedule(SEALS_SECONDS, 'Sealing the ledger', logger, () => sealing.turn()),
    schedule(RETENTION_SECONDS, 'Retention', logger, async () => {
      if (settings.retention.length === 0) return;
      const key = await retentionKey(dataSource, settings);
      const applied = await applyRetention(dataSource, key, {
        rules: settings.retention,
        now: new Date(),
        by: 'worker',
      });
      if (applied === null || applied.runs === 0) return;
      const { runs, results } = applied;
      logger.log('Dropped the details of runs that are older than the policy keeps', { runs, results });
    }),
    schedule(PARTITION_SECONDS, 'Making partitions', logger, () => ensurePartitions(dataSource, new Date())),
  ];
  measureLedger(metrics, dataSource);
  measurePool(metrics, 'worker', dataSource);
  queues.measure(metrics, [PROJECT_RUN, REPLAY_LETTER]);
  const { host, workerPort: port } = settings;
  const status =
    port === null
      ? null
      : await startStatusServer({ host, port, metrics, checkReady: () => dataSource.query('SELECT 1'), readiness });
  logger.log('Worker started', { queue: queues.backend, concurrency: settings.workerConcurrency });
  return {
    close: async () => {
      projector.stop();
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await queues.close();
      await dataSource.destroy();
      await status?.close();
    },
  };
}
