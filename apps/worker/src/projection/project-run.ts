import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import {
  eventsOf,
  foldSettledAgain,
  foldUnsettled,
  keepDeadLetters,
  replayLetter,
  type ClaimOutcome,
  type StoredBatch,
} from '#ledger';
import { parseEvent } from '#run-events';
import type { Logger } from '#telemetry';
import { deriveRun, isDerivationDue } from '../derivation/derive-run.js';
import { foldEvents, type LedgerEvent } from './fold-events.js';
import { hostIdsOf, writeRows } from './write-rows.js';

/** Folds the ledger of one run into the tables that people query. */
export class RunProjector {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  /** Folds until nothing of the run is left. `busy` means that another worker is at it. */
  async project(runId: string): Promise<ClaimOutcome> {
    let folded = false;
    for (;;) {
      const outcome = await foldUnsettled(this.dataSource, runId, async (tx, batches) => {
        await this.fold(tx, runId, batches);
        if (await isDerivationDue(tx, runId)) await this.derive(tx, runId);
      });
      if (outcome === 'nothing') return folded ? 'folded' : 'nothing';
      if (outcome === 'busy') return 'busy';
      folded = true;
    }
  }

  /** Folds again what was folded before, into tables that hold nothing of the run. The caller holds its lock, and derives. */
  async projectAgain(tx: EntityManager, runId: string): Promise<void> {
    await foldSettledAgain(tx, runId, (same, batches) => this.fold(same, runId, batches));
  }

  /** Folds an accepted event that lies in the dead letters; should it fail again, it is back there. */
  async replay(letterId: string): Promise<void> {
    await replayLetter(this.dataSource, letterId, async (tx, { runId, event: line, batchNo, position }) => {
      const parsed = parseEvent(line);
      if (!('event' in parsed) || batchNo === null || position === null) return;
      const [poison] = await this.write(tx, runId, [{ event: parsed.event, batchNo, position }]);
      if (poison === undefined) await this.derive(tx, runId);
      else await this.keep(tx, runId, [poison]);
    });
  }

  /** Derives what the folded rows say. A rule that fails on what somebody's run did must not keep its events from being seen. */
  async derive(tx: EntityManager, runId: string): Promise<void> {
    await tx.query('SAVEPOINT derive');
    try {
      await deriveRun(tx, runId);
      await tx.query('RELEASE SAVEPOINT derive');
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT derive');
      this.logger.error('What a run was and did could not be derived', { runId, err: error });
    }
  }

  private async fold(tx: EntityManager, runId: string, batches: StoredBatch[]): Promise<void> {
    const events: LedgerEvent[] = [];
    for (const batch of batches) {
      for (const accepted of await eventsOf(batch)) events.push({ ...accepted, batchNo: batch.batchNo });
    }
    const poison = await this.write(tx, runId, events);
    await this.keep(tx, runId, poison);
    this.logger.log('Folded', { runId, batches: batches.length, events: events.length - poison.length });
  }

  /** The bytes as they came stay in the ledger, where the letter points. */
  private async keep(tx: EntityManager, runId: string, poison: readonly PoisonEvent[]): Promise<void> {
    for (const { event, error } of poison) {
      const { seq } = event.event;
      this.logger.error('An event could not be folded and lies in the dead letters', { runId, seq, err: error });
    }
    await keepDeadLetters(
      tx,
      runId,
      poison.map(({ event: { event, batchNo, position }, error }) => ({
        seq: event.seq,
        stage: 'fold',
        code: 'cannot_fold',
        message: error.message,
        event: Buffer.from(JSON.stringify(event)),
        batchNo,
        position,
      })),
    );
  }

  /** Writes all it can in as few statements as it can; answers the events that nothing can be done with. */
  private async write(tx: EntityManager, runId: string, events: LedgerEvent[]): Promise<PoisonEvent[]> {
    if (events.length === 0) return [];
    await tx.query('SAVEPOINT fold');
    try {
      const rows = foldEvents(events);
      const hostIds = await hostIdsOf(
        this.dataSource.manager,
        rows.hosts.map(({ host }) => host),
      );
      await writeRows(tx, runId, rows, hostIds);
      await tx.query('RELEASE SAVEPOINT fold');
      return [];
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT fold');
      const [only] = events;
      if (events.length === 1 && only !== undefined) return [{ event: only, error: error as Error }];
      const middle = Math.ceil(events.length / 2);
      return [
        ...(await this.write(tx, runId, events.slice(0, middle))),
        ...(await this.write(tx, runId, events.slice(middle))),
      ];
    }
  }
}

interface PoisonEvent {
  event: LedgerEvent;
  error: Error;
}

/** SQLSTATE classes that tell of the data: cardinality, data exception, constraint, program limit. */
const DATA_ERROR = /^(21|22|23|54)/;

/** What may succeed if tried again: everything that does not tell of the event itself. */
function isTransient(error: unknown): boolean {
  if (error instanceof QueryFailedError) {
    const { code } = error.driverError as { code?: string };
    return code === undefined || !DATA_ERROR.test(code);
  }
  return !(error instanceof RangeError || error instanceof TypeError);
}
