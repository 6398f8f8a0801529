import type { DataSource } from 'typeorm';
import { findUnsettledRuns } from '#ledger';
import type { Logger } from '#telemetry';
import type { RunProjector } from '../projection/project-run.js';

/** A batch that has waited so long was forgotten by the queue. */
const FORGOTTEN_AFTER_SECONDS = 5;
const RUNS_PER_SWEEP = 100;

/** Folds what the queue forgot: losing the queue loses nothing. */
export async function sweepLedger(dataSource: DataSource, projector: RunProjector, logger: Logger): Promise<void> {
  for (const runId of await findUnsettledRuns(dataSource, FORGOTTEN_AFTER_SECONDS, RUNS_PER_SWEEP)) {
    try {
      const outcome = await projector.project(runId);
      if (outcome === 'stopped') return;
      if (outcome === 'folded') logger.warn('Folded a run that the queue had forgotten', { runId });
    } catch (error) {
      logger.error('A run cannot be folded and will be tried again', { runId, err: error });
    }
  }
}
