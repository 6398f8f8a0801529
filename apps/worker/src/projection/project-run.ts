import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import {
  BatchReader,
  eventCountOf,
  foldSettledAgain,
  foldUnsettled,
  keepDeadLetters,
  replayLetter,
  type ClaimOutcome,
  type ReceivedBatch,
} from '#ledger';
import { parseEvent, type AcceptedEvent } from '#run-events';
import type { Logger } from '#telemetry';
import { deriveRun } from '../derivation/derive-run.js';
import { groupFailures } from '../failures/group-failures.js';
import { EventFold, foldEvents, type FoldedRows, type LedgerEvent } from './fold-events.js';
import { HostIds } from './host-ids.js';
import { inOurTime, runClock, type RunClock } from './told-time.js';
import { writeRows, type WrittenFold } from './write-rows.js';

/** A fold that has ended well, and what it took. */
export interface EndedFold {
  seconds: number;
  batches: number;
  events: number;
}

/** Folds the ledger of one run into the tables that people query. */
export class RunProjector {
  private readonly hostIds: HostIds;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly tell: (fold: EndedFold) => void = () => undefined,
  ) {
    this.hostIds = new HostIds(dataSource);
  }

  /** From now on a fold that is under way ends, and no other one begins. */
  stop(): void {
    this.stopping = true;
  }

  /** Folds until nothing of the run is left. `busy`: another worker is at it. `stopped`: we were told to stop. */
  async project(runId: string): Promise<Exclude<ClaimOutcome, 'more'> | 'stopped'> {
    while (!this.stopping) {
      const outcome = await this.foldNext(runId);
      if (outcome !== 'more') return outcome;
    }
    return 'stopped';
  }

  /**
   * Folds again what was folded before, into tables that hold nothing of the run. The caller holds its lock, derives
   * and groups.
   */
  async projectAgain(tx: EntityManager, runId: string): Promise<void> {
    await foldSettledAgain(tx, runId, async (batches) => {
      await this.writeApart(tx, runId, await this.read(runId, batches), clockOf(runId, batches));
    });
  }

  /** Puts all failures of a run into groups anew. As everywhere after the derivation: see groupFailures. */
  async groupAgain(tx: EntityManager, runId: string): Promise<void> {
    await groupFailures(tx, runId, { newHosts: null, again: true });
  }

  /**
   * Folds an accepted event that lies in the dead letters; should it fail again, it is back there. See
   * docs/decisions/0005-dead-letters-without-backoff.md.
   */
  async replay(letterId: string): Promise<void> {
    await replayLetter(this.dataSource, letterId, async (tx, { runId, event: line, batchNo, position }) => {
      const parsed = parseEvent(line);
      if (!('event' in parsed) || batchNo === null || position === null) return;
      const batch = await receiptOf(tx, runId, batchNo);
      const clock = runClock(runId, batch.firstReceivedAt);
      const event = inOurTime(parsed.event, clock, batch.receivedAt);
      const written = await this.writeApart(tx, runId, [{ event, batchNo, position }], clock);
      if (written === null) return;
      await this.derive(tx, runId);
      await groupFailures(tx, runId, written);
    });
  }

  /**
   * Derives what the folded rows say. A rule that fails on what somebody's run did must not keep its events from being
   * seen.
   */
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

  /** One transaction for all that a claim holds; should some event not be writable, another one that sets it apart. */
  private async foldNext(runId: string): Promise<ClaimOutcome> {
    try {
      return await this.foldClaim(runId, (tx, batches) => this.writeTogether(tx, runId, batches));
    } catch (error) {
      if (isTransient(error)) throw error;
      return this.foldClaim(runId, async (tx, batches) =>
        this.writeApart(tx, runId, await this.read(runId, batches), clockOf(runId, batches)),
      );
    }
  }

  private async foldClaim(
    runId: string,
    write: (tx: EntityManager, batches: readonly ReceivedBatch[]) => Promise<WrittenFold | null>,
  ): Promise<ClaimOutcome> {
    const started = performance.now();
    let folded = { batches: 0, events: 0 };
    const outcome = await foldUnsettled(this.dataSource, runId, async (tx, { batches, more }) => {
      folded = { batches: batches.length, events: batches.reduce((sum, batch) => sum + eventCountOf(batch), 0) };
      const written = await write(tx, batches);
      if (written === null) return;
      // What is waiting is folded at once, and may be the run's end.
      if (written.derivationDue && !more) await this.derive(tx, runId);
      await groupFailures(tx, runId, written);
      this.logger.debug('Folded', { runId, ...folded });
    });
    if (folded.batches > 0) this.tell({ seconds: (performance.now() - started) / 1_000, ...folded });
    return outcome;
  }

  private async read(runId: string, batches: readonly ReceivedBatch[]): Promise<LedgerEvent[]> {
    const [events, reader]: [LedgerEvent[], BatchReader] = [[], new BatchReader()];
    for (const batch of batches) {
      const clock = runClock(runId, batch.firstReceivedAt);
      for (const accepted of await reader.eventsOf(batch)) events.push(inLedger(accepted, batch, clock));
    }
    return events;
  }

  /** Batch after batch, so that no more than the events of one of them are in memory. */
  private async writeTogether(
    tx: EntityManager,
    runId: string,
    batches: readonly ReceivedBatch[],
  ): Promise<WrittenFold> {
    const clock = clockOf(runId, batches);
    const [fold, reader] = [new EventFold(clock), new BatchReader()];
    for (const batch of batches) {
      for (const accepted of await reader.eventsOf(batch)) fold.add(inLedger(accepted, batch, clock));
    }
    return this.write(tx, runId, fold.rows());
  }

  private async write(tx: EntityManager, runId: string, rows: FoldedRows): Promise<WrittenFold> {
    return writeRows(tx, runId, rows, await this.hostIds.of(rows.hosts.map(({ host }) => host)));
  }

  /** Writes all it can, and keeps the events that nothing can be done with as dead letters; null when it wrote none. */
  private async writeApart(
    tx: EntityManager,
    runId: string,
    events: readonly LedgerEvent[],
    clock: RunClock | null,
  ): Promise<WrittenFold | null> {
    if (events.length === 0) return null;
    await tx.query('SAVEPOINT fold');
    try {
      const written = await this.write(tx, runId, foldEvents(events, clock));
      await tx.query('RELEASE SAVEPOINT fold');
      return written;
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT fold');
      const [only] = events;
      if (events.length === 1 && only !== undefined) {
        await this.keep(tx, runId, only, error as Error);
        return null;
      }
      const middle = Math.ceil(events.length / 2);
      const first = await this.writeApart(tx, runId, events.slice(0, middle), clock);
      return together(first, await this.writeApart(tx, runId, events.slice(middle), clock));
    }
  }

  /** The bytes as they came stay in the ledger, where the letter points. */
  private async keep(
    tx: EntityManager,
    runId: string,
    { event, batchNo, position }: LedgerEvent,
    error: Error,
  ): Promise<void> {
    const { seq } = event;
    this.logger.error('An event could not be folded and lies in the dead letters', { runId, seq, err: error });
    const letter = { seq, code: 'cannot_fold', message: error.message, batchNo, position };
    await keepDeadLetters(tx, runId, [{ ...letter, stage: 'fold', event: Buffer.from(JSON.stringify(event)) }]);
  }
}

/** The first batch is the same for all batches of a run. */
function clockOf(runId: string, [batch]: readonly ReceivedBatch[]): RunClock | null {
  return batch === undefined ? null : runClock(runId, batch.firstReceivedAt);
}

function inLedger(
  { event, position }: AcceptedEvent,
  { batchNo, receivedAt }: ReceivedBatch,
  clock: RunClock | null,
): LedgerEvent {
  return { event: clock === null ? event : inOurTime(event, clock, receivedAt), position, batchNo };
}

/** When a batch, and the first one of its run, came. */
async function receiptOf(
  tx: EntityManager,
  runId: string,
  batchNo: number,
): Promise<Pick<ReceivedBatch, 'receivedAt' | 'firstReceivedAt'>> {
  const [receipt] = await tx.query<Pick<ReceivedBatch, 'receivedAt' | 'firstReceivedAt'>[]>(
    `SELECT batch.received_at AS "receivedAt", first.received_at AS "firstReceivedAt"
     FROM ledger_batch AS batch
     JOIN ledger_batch AS first ON first.run_id = batch.run_id AND first.batch_no = 1
     WHERE batch.run_id = $1 AND batch.batch_no = $2`,
    [runId, batchNo],
  );
  if (receipt === undefined) throw new RangeError(`Batch ${batchNo} of run ${runId} is not in the ledger`);
  return receipt;
}

/** What two parts of one fold showed. */
function together(first: WrittenFold | null, second: WrittenFold | null): WrittenFold | null {
  if (first === null || second === null) return first ?? second;
  const newHosts =
    first.newHosts === null && second.newHosts === null
      ? null
      : [...(first.newHosts ?? []), ...(second.newHosts ?? [])];
  return { derivationDue: first.derivationDue || second.derivationDue, newHosts };
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
