import type { DataSource } from 'typeorm';
import type { RunEvent } from '#run-events';
import { Logger } from '#telemetry';
import { markInterrupted } from '../../apps/worker/src/maintenance/mark-interrupted.js';
import { sweepLedger } from '../../apps/worker/src/maintenance/sweep-ledger.js';
import { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { aLongRun, aRun, aTask } from '../support/a-run.js';
import { forgetRun, projectionOf } from '../support/projections.js';
import { randomFrom } from '../support/random.js';
import { TestLedger } from '../support/test-ledger.js';

describe('folding', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;
  const logger = Logger.create('test', 'silent');

  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
  });
  afterEach(() => ledger.drop());

  const foldAllAtOnce = async (runId: string, events: RunEvent[]) => {
    await ledger.append(runId, events);
    await projector.project(runId);
    const tables = await projectionOf(dataSource, runId);
    await forgetRun(dataSource, runId);
    return tables;
  };

  it.each([1, 2, 3, 4])('gives the same tables in any order and any portions (seed %i)', async (seed) => {
    const run = aLongRun(15);
    const events = run.events();
    const expected = await foldAllAtOnce(run.id, events);
    expect(expected.task_result).toHaveLength(45);

    const random = randomFrom(seed);
    const shuffled = [...events].sort(() => random() - 0.5);
    for (let start = 0; start < shuffled.length;) {
      const size = 1 + Math.floor(random() * 9);
      await ledger.append(run.id, shuffled.slice(start, start + size));
      if (random() < 0.5) await projector.project(run.id);
      start += size;
    }
    await projector.project(run.id);
    expect(await projectionOf(dataSource, run.id)).toEqual(expected);
  });

  it('leaves the rest of a backlog to another worker when it is told to stop', async () => {
    const run = aLongRun(3);
    await ledger.append(run.id, run.events());
    const folds: number[] = [];
    const ending = new RunProjector(dataSource, logger, ({ events }) => folds.push(events));
    ending.stop();
    expect(await ending.project(run.id)).toBe('stopped');
    expect(folds).toEqual([]);
    expect(await projector.project(run.id)).toBe('folded');
  });

  it('folds a redelivered batch once', async () => {
    const run = aLongRun(3);
    const expected = await foldAllAtOnce(run.id, run.events());
    for (let again = 0; again < 3; again++) {
      await ledger.append(run.id, run.events());
      await projector.project(run.id);
    }
    expect(await projectionOf(dataSource, run.id)).toEqual(expected);
  });

  it('folds once when several workers are called at once', async () => {
    const run = aLongRun(10);
    const expected = await foldAllAtOnce(run.id, run.events());
    const batches = run.events().map((event) => ledger.append(run.id, [event]).then(() => projector.project(run.id)));
    await Promise.all(batches);
    await projector.project(run.id);
    expect(await projectionOf(dataSource, run.id)).toEqual(expected);
  });

  it('puts an event that cannot be folded into the dead letters, and folds its neighbours', async () => {
    const run = aLongRun(4);
    const events = run.events();
    // Fits the wire format, but is no day of the calendar.
    const poisoned = events.map((event) =>
      event.seq === 7 ? { ...event, occurredAt: '2026-02-31T00:00:00Z' } : event,
    );
    await ledger.append(run.id, poisoned);
    expect(await projector.project(run.id)).toBe('folded');

    const letters = await dataSource.query<object[]>('SELECT seq, stage, code, message FROM dead_letter');
    expect(letters).toEqual([
      { seq: 7, stage: 'fold', code: 'cannot_fold', message: expect.stringContaining('2026-02-31') },
    ]);
    const { task_result: results } = await projectionOf(dataSource, run.id);
    const expected = events.filter(({ seq, type }) => type === 'task_result' && seq !== 7);
    expect(results).toHaveLength(expected.length);
  });

  it('stores what Postgres cannot hold with replacements, and loses nothing else', async () => {
    const run = aRun({ labels: ['nul \0', 'lone \ud800'], extraVars: { 'key\0': ['\udfff'] } }).with(
      aTask({ name: 'NUL \0' }).failedOn('ctl\0-001', 'message \0 \ud800'),
    );
    await ledger.append(run.id, run.events());
    await projector.project(run.id);
    const tables = await projectionOf(dataSource, run.id);
    expect(tables.run).toMatchObject([
      { labels: ['nul \uFFFD', 'lone \uFFFD'], extra_vars: { 'key\uFFFD': ['\uFFFD'] } },
    ]);
    expect(tables.task_result).toMatchObject([{ host: 'ctl\uFFFD-001', message: 'message \uFFFD \uFFFD' }]);
  });

  it('keeps the microseconds of the controller', async () => {
    const run = aRun();
    const [first, ...rest] = run.events();
    await ledger.append(run.id, [{ ...first!, occurredAt: '2026-11-22T10:00:00.123456Z' }, ...rest]);
    await projector.project(run.id);
    const rows = await dataSource.query<object[]>('SELECT started_at::text AS at FROM run');
    expect(rows).toEqual([{ at: '2026-11-22 10:00:00.123456+00' }]);
  });

  it('folds what the queue has forgotten', async () => {
    const run = aLongRun(2);
    await ledger.append(run.id, run.events());
    await sweepLedger(dataSource, projector, logger);
    expect((await projectionOf(dataSource, run.id)).run).toEqual([]);
    await dataSource.query(`UPDATE ledger_batch SET received_at = now() - interval '10 seconds'`);
    await sweepLedger(dataSource, projector, logger);
    expect((await projectionOf(dataSource, run.id)).run).toHaveLength(1);
  });

  it('marks a silent run interrupted, and running again when it speaks', async () => {
    const run = aLongRun(2).unfinished();
    const events = run.events();
    const status = async () => (await projectionOf(dataSource, run.id)).run;
    await ledger.append(run.id, events.slice(0, 5));
    await projector.project(run.id);
    expect(await markInterrupted(dataSource, projector, 60)).toEqual([]);
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '2 minutes'`);
    expect(await markInterrupted(dataSource, projector, 60)).toEqual([run.id]);
    expect(await status()).toMatchObject([
      { status: 'interrupted', interrupted_reason: 'no sign of life for 60 seconds' },
    ]);
    await ledger.append(run.id, events.slice(5));
    await projector.project(run.id);
    expect(await status()).toMatchObject([{ status: 'running', interrupted_reason: null }]);
  });
});
