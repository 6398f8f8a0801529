import type { DataSource } from 'typeorm';
import { appendBatch } from '#ledger';
import type { RunEvent } from '#run-events';
import { Logger } from '#telemetry';
import { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { aBatch } from './a-run.js';
import { TestDatabase } from './test-database.js';

/** A ledger of one test's own, without API and worker: the test appends to it, and folds. */
export class TestLedger {
  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly projector: RunProjector,
  ) {}

  static async create(): Promise<TestLedger> {
    const database = await TestDatabase.create();
    const dataSource = await database.connect();
    return new TestLedger(database, dataSource, new RunProjector(dataSource, Logger.create('test', 'silent')));
  }

  /** In one batch. */
  append(runId: string, events: readonly RunEvent[]): ReturnType<typeof appendBatch> {
    const batch = aBatch([...events]);
    return appendBatch(this.dataSource, runId, batch.seqs, batch.body);
  }

  /** In batches of so many events, which are folded at the end. */
  async load(runId: string, events: readonly RunEvent[], size = 200): Promise<void> {
    for (let from = 0; from < events.length; from += size) await this.append(runId, events.slice(from, from + size));
    await this.projector.project(runId);
  }

  get url(): string {
    return this.database.url;
  }

  superuser(): ReturnType<TestDatabase['superuser']> {
    return this.database.superuser();
  }

  drop(): Promise<void> {
    return this.database.drop();
  }
}
