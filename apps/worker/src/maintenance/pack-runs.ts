import type { DataSource } from 'typeorm';
import { findUnpackedRuns, packRun } from '#ledger';
import type { Logger } from '#telemetry';

const RUNS_PER_TURN = 50;

/** Packs the ledger of runs that have given no sign of life for `quietSeconds`: what comes later is packed later. */
export async function packRuns(dataSource: DataSource, quietSeconds: number, logger: Logger): Promise<void> {
  for (const runId of await findUnpackedRuns(dataSource, quietSeconds, RUNS_PER_TURN)) {
    const packed = await packRun(dataSource, runId);
    if (packed === null) continue;
    const { before, after, damaged } = packed;
    if (damaged.length > 0) {
      const batches = damaged.join(', ');
      logger.error('Batches of a run are not as they were accepted: see npm run ledger -- verify', { runId, batches });
    }
    if (before.bodies > 0) logger.debug('Packed the ledger of a run', { runId, before, after });
  }
}
