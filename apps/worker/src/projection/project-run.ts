import type { DataSource, EntityManager } from 'typeorm';
import { writeJson } from '#exact-json';
import {
  BatchReader,
  eventCountOf,
  foldSettledAgain,
  foldUnsettled,
  forgetTrouble,
  insistenceOf,
  keepDeadLetters,
  noteTrouble,
  readBatch,
  replayLetter,
  troublesOf,
  type ClaimOutcome,
  type DeadLetter,
  type Insistence,
  type ReceivedBatch,
  type RunTrouble,
  type RunTroubles,
  type TroubledStep,
} from '#ledger';
import { parseExactEvent, type AcceptedEvent } from '#run-events';
import type { Logger } from '#telemetry';
import { deriveRun } from '../derivation/derive-run.js';
import { groupFailures } from '../failures/group-failures.js';
import { isLost, isOfData, isPassing, messageOf } from './error-kinds.js';
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

  /**
   * Folds until nothing of the run is left. `busy`: another worker is at it. `stopped`: we were told to stop. `waiting`:
   * it failed, and is not to be tried now. See docs/decisions/0041-each-fold-ends.md.
   */
  async project(runId: string): Promise<Exclude<ClaimOutcome, 'more'> | 'stopped' | 'waiting'> {
    while (!this.stopping) {
      const troubles = await troublesOf(this.dataSource, runId);
      if (troubles.fold?.waits || troubles.fold?.stopped) return 'waiting';
      try {
        const outcome = await this.foldNext(runId, troubles);
        if (outcome !== 'more') return outcome;
      } catch (error) {
        const passes = isPassing(error);
        await this.count(runId, error, passes);
        // The queue and the sweep try again, and log it.
        if (passes) throw error;
        return 'waiting';
      }
    }
    return 'stopped';
  }

  /** Counts a try that failed, if Postgres answers; the one that was the last leaves a dead letter. */
  private async count(runId: string, error: unknown, passes: boolean): Promise<void> {
    const message = messageOf(error);
    let stopped: boolean;
    try {
      stopped = await this.dataSource.transaction(async (tx) => {
        const isLast = await noteTrouble(tx, runId, { step: 'fold', message, passes });
        if (isLast) await this.keepStopped(tx, runId, message);
        return isLast;
      });
    } catch {
      // What cannot be counted is tried again without end: it is not the run that fails.
      throw error;
    }
    const context = { runId, err: error };
    if (stopped) this.logger.error('A run cannot be folded and is not tried again: see its dead letter', context);
    else if (!passes) this.logger.warn('A run could not be folded and will be tried again', context);
  }

  /** Its batches stay in the ledger: who replays the letter lets them be tried again. */
  private async keepStopped(tx: EntityManager, runId: string, message: string): Promise<void> {
    const [run] = await tx.query<{ settled: number }[]>(
      `SELECT ledger_run.settled FROM ledger_run WHERE ledger_run.run_id = $1`,
      [runId],
    );
    await keepDeadLetters(tx, runId, [ofBatch('fold_stopped', message, (run?.settled ?? 0) + 1)]);
  }

  /**
   * Folds again what was folded before, into tables that hold nothing of the run. The caller holds its lock, derives
   * and groups.
   */
  async projectAgain(tx: EntityManager, runId: string): Promise<void> {
    await foldSettledAgain(tx, runId, async (batches) => {
      const events = await this.readApart(tx, runId, batches, 'lasting');
      await this.writeApart(tx, runId, events, 'lasting', clockOf(runId, batches));
    });
  }

  /** Puts all failures of a run into groups anew. As everywhere after the derivation: see groupFailures. */
  async groupAgain(tx: EntityManager, runId: string): Promise<void> {
    await this.afterwards(tx, runId, 'group', 'lasting', () =>
      groupFailures(tx, runId, { newHosts: null, again: true }),
    );
  }

  /**
   * Folds an accepted event that lies in the dead letters; should it fail again, it is back there. See
   * docs/decisions/0005-dead-letters-without-backoff.md.
   */
  async replay(letterId: string): Promise<void> {
    await replayLetter(this.dataSource, letterId, async (tx, { runId, event: line, batchNo, position }) => {
      if (batchNo === null) return;
      const receipt = await receiptOf(tx, runId, batchNo);
      const clock = runClock(runId, receipt.firstReceivedAt);
      const events =
        position === null
          ? await this.eventsAgain(tx, runId, batchNo)
          : eventOf(line, batchNo, position).map((told) => ({
              ...told,
              event: inOurTime(told.event, clock, receipt.receivedAt),
            }));
      const written = await this.writeApart(tx, runId, events, 'lasting', clock);
      if (written === null) return;
      await this.derive(tx, runId);
      await this.afterwards(tx, runId, 'group', 'lasting', () => groupFailures(tx, runId, written));
    });
  }

  /** Of a batch that could not be read, or at which the fold stopped: then it goes on there. */
  private async eventsAgain(tx: EntityManager, runId: string, batchNo: number): Promise<LedgerEvent[]> {
    await forgetTrouble(tx, runId, 'fold');
    const [run] = await tx.query<{ settled: number }[]>(
      `SELECT ledger_run.settled FROM ledger_run WHERE ledger_run.run_id = $1`,
      [runId],
    );
    const batch = batchNo <= (run?.settled ?? 0) ? await readBatch(tx, runId, batchNo) : null;
    return batch === null ? [] : this.readApart(tx, runId, [batch], 'lasting');
  }

  /**
   * Derives what the folded rows say. A rule that fails on what somebody's run did must not keep its events from being
   * seen: that it failed is told with the run.
   */
  async derive(tx: EntityManager, runId: string, insistence: Insistence = 'lasting'): Promise<void> {
    await this.afterwards(tx, runId, 'derive', insistence, () => deriveRun(tx, runId));
  }

  /** Does what comes behind the rows. `known` is false when there was no trouble with it. */
  private async afterwards(
    tx: EntityManager,
    runId: string,
    step: TroubledStep,
    insistence: Insistence,
    work: () => Promise<void>,
    known = true,
  ): Promise<void> {
    await tx.query(`SAVEPOINT step_${step}`);
    try {
      await work();
      await tx.query(`RELEASE SAVEPOINT step_${step}`);
      if (known) await forgetTrouble(tx, runId, step);
    } catch (error) {
      if (!isEnough(error, insistence)) throw error;
      await tx.query(`ROLLBACK TO SAVEPOINT step_${step}`);
      await noteTrouble(tx, runId, { step, message: messageOf(error), passes: false });
      const what = step === 'derive' ? 'What a run was and did could not be derived' : 'Failures could not be grouped';
      this.logger.error(`${what}: npm run ledger -- rebuild --run ${runId}`, { runId, err: error });
    }
  }

  /** One transaction for all that a claim holds; should some event not be writable, another one that sets it apart. */
  private async foldNext(runId: string, troubles: RunTroubles): Promise<ClaimOutcome> {
    const insistence = insistenceOf(troubles.fold);
    try {
      return await this.foldClaim(runId, troubles, (tx, batches) => this.writeTogether(tx, runId, batches));
    } catch (error) {
      if (!isEnough(error, insistence)) throw error;
      return this.foldClaim(runId, troubles, async (tx, batches) => {
        const events = await this.readApart(tx, runId, batches, insistence);
        return this.writeApart(tx, runId, events, insistence, clockOf(runId, batches));
      });
    }
  }

  private async foldClaim(
    runId: string,
    troubles: RunTroubles,
    write: (tx: EntityManager, batches: readonly ReceivedBatch[]) => Promise<WrittenFold | null>,
  ): Promise<ClaimOutcome> {
    const started = performance.now();
    let folded = { batches: 0, events: 0 };
    const insistence = insistenceOf(troubles.fold);
    const after = (tx: EntityManager, step: 'derive' | 'group', work: () => Promise<void>) => {
      const known: RunTrouble | undefined = troubles[step];
      // What failed before all tries had been made is not tried five times again with each batch.
      return this.afterwards(tx, runId, step, known && insistence === 'none' ? 'lasting' : insistence, work, !!known);
    };
    const outcome = await foldUnsettled(this.dataSource, runId, async (tx, { batches, more }) => {
      folded = { batches: batches.length, events: batches.reduce((sum, batch) => sum + eventCountOf(batch), 0) };
      const written = await write(tx, batches);
      if (troubles.fold !== undefined) await forgetTrouble(tx, runId, 'fold');
      if (written === null) return;
      // What is waiting is folded at once, and may be the run's end.
      if (written.derivationDue && !more) await after(tx, 'derive', () => deriveRun(tx, runId));
      await after(tx, 'group', () => groupFailures(tx, runId, written));
      this.logger.debug('Folded', { runId, ...folded });
    });
    if (folded.batches > 0) this.tell({ seconds: (performance.now() - started) / 1_000, ...folded });
    return outcome;
  }

  /** A batch that cannot be read becomes a dead letter, when it is time for that. */
  private async readApart(
    tx: EntityManager,
    runId: string,
    batches: readonly ReceivedBatch[],
    insistence: Insistence,
  ): Promise<LedgerEvent[]> {
    const [events, reader]: [LedgerEvent[], BatchReader] = [[], new BatchReader()];
    const clock = clockOf(runId, batches);
    for (const batch of batches) {
      const { batchNo } = batch;
      try {
        for (const accepted of await reader.eventsOf(batch)) events.push(inLedger(accepted, batch, clock));
      } catch (error) {
        if (!isEnough(error, insistence)) throw error;
        this.logger.error('A batch could not be read and lies in the dead letters', { runId, batchNo, err: error });
        await keepDeadLetters(tx, runId, [ofBatch('cannot_read', messageOf(error), batchNo)]);
      }
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
    insistence: Insistence,
    clock: RunClock | null,
  ): Promise<WrittenFold | null> {
    if (events.length === 0) return null;
    await tx.query('SAVEPOINT fold');
    try {
      const written = await this.write(tx, runId, foldEvents(events, clock));
      await tx.query('RELEASE SAVEPOINT fold');
      return written;
    } catch (error) {
      if (!isEnough(error, insistence)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT fold');
      const [only] = events;
      if (events.length === 1 && only !== undefined) {
        await this.keep(tx, runId, only, error as Error);
        return null;
      }
      const middle = Math.ceil(events.length / 2);
      const first = await this.writeApart(tx, runId, events.slice(0, middle), insistence, clock);
      return together(first, await this.writeApart(tx, runId, events.slice(middle), insistence, clock));
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
    await keepDeadLetters(tx, runId, [{ ...letter, stage: 'fold', event: Buffer.from(writeJson(event)) }]);
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

/** Whether to live with an error now: it tells of the data, or was tried often enough. */
function isEnough(error: unknown, insistence: Insistence): boolean {
  if (isOfData(error)) return true;
  return insistence === 'all' ? !isLost(error) : insistence === 'lasting' && !isPassing(error);
}

function eventOf(line: Buffer, batchNo: number, position: number): LedgerEvent[] {
  const parsed = parseExactEvent(line);
  return 'event' in parsed ? [{ event: parsed.event, batchNo, position }] : [];
}

/** A letter about all of a batch: its bytes stay in the ledger. */
function ofBatch(code: string, message: string, batchNo: number): DeadLetter {
  const event = Buffer.from(JSON.stringify({ batchNo }));
  return { seq: null, stage: 'fold', code, message, event, batchNo, position: null };
}
