import { v7 as uuidv7 } from 'uuid';
import type { DataSource } from 'typeorm';
import { appendBatch, BatchReader, foldUnsettled, keepDeadLetters } from '#ledger';
import { aBatch, aLongRun } from '../support/a-run.js';
import { TestDatabase } from '../support/test-database.js';

describe('the ledger', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.connect();
  });
  afterAll(() => database.drop());

  const append = (runId: string, events: ReturnType<ReturnType<typeof aLongRun>['events']>) => {
    const batch = aBatch(events);
    return appendBatch(dataSource, runId, batch.seqs, batch.body);
  };

  const seqsInLedger = async (runId: string) => {
    const seqs: number[] = [];
    await foldUnsettled(dataSource, runId, async (_tx, { batches }) => {
      const reader = new BatchReader();
      for (const batch of batches) seqs.push(...(await reader.eventsOf(batch)).map(({ event }) => event.seq));
    });
    return seqs;
  };

  it('takes the same batch once', async () => {
    const run = aLongRun();
    const events = run.events();
    expect(await append(run.id, events)).toEqual({ accepted: events.length, duplicates: 0 });
    expect(await append(run.id, events)).toEqual({ accepted: 0, duplicates: events.length });
    expect(await seqsInLedger(run.id)).toEqual(events.map(({ seq }) => seq));
  });

  it('takes of overlapping batches only what is new', async () => {
    const run = aLongRun();
    const events = run.events();
    expect(await append(run.id, events.slice(10, 30))).toEqual({ accepted: 20, duplicates: 0 });
    expect(await append(run.id, events.slice(0, 20))).toEqual({ accepted: 10, duplicates: 10 });
    expect(await append(run.id, events)).toEqual({ accepted: events.length - 30, duplicates: 30 });
    const seqs = await seqsInLedger(run.id);
    expect([...seqs].sort((a, b) => a - b)).toEqual(events.map(({ seq }) => seq));
  });

  it('takes batches of one run that come at once, each event once', async () => {
    const run = aLongRun(40);
    const events = run.events();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => append(run.id, events.slice(index * 3, index * 3 + 25))),
    );
    const accepted = answers.reduce((sum, answer) => sum + answer.accepted, 0);
    const seqs = await seqsInLedger(run.id);
    expect(seqs).toHaveLength(accepted);
    expect(new Set(seqs).size).toBe(accepted);
    expect(accepted).toBe(29 * 3 + 25);
  });

  it('gives unsettled batches in the order of their commits, and each once', async () => {
    const run = aLongRun();
    const events = run.events();
    for (const part of [events.slice(40), events.slice(0, 20), events.slice(20, 40)]) await append(run.id, part);
    const seqs = await seqsInLedger(run.id);
    expect(seqs.slice(0, events.length - 40)).toEqual(events.slice(40).map(({ seq }) => seq));
    expect(await seqsInLedger(run.id)).toEqual([]);
  });

  it('gives a run to one worker at a time', async () => {
    const run = aLongRun();
    await append(run.id, run.events());
    const outcome = await foldUnsettled(dataSource, run.id, async () => {
      expect(await foldUnsettled(dataSource, run.id, () => Promise.resolve())).toBe('busy');
    });
    expect(outcome).toBe('folded');
  });

  it('leaves batches unsettled when the fold fails', async () => {
    const run = aLongRun();
    await append(run.id, run.events());
    const failing = foldUnsettled(dataSource, run.id, () => Promise.reject(new Error('the worker died')));
    await expect(failing).rejects.toThrow('the worker died');
    expect(await seqsInLedger(run.id)).toHaveLength(run.events().length);
  });

  it('puts runs into the partition of their month, and clocks that lie into the default one', async () => {
    const partitionOf = async (runId: string) => {
      const batch = aBatch(aLongRun(1).events());
      await appendBatch(dataSource, runId, batch.seqs, batch.body);
      const [row] = await dataSource.query<{ name: string }[]>(
        'SELECT tableoid::regclass::text AS name FROM ledger_batch WHERE run_id = $1',
        [runId],
      );
      return row?.name;
    };
    const now = new Date();
    const month = now.toISOString().slice(0, 7).replace('-', '_');
    expect(await partitionOf(uuidv7({ msecs: now.getTime() }))).toBe(`ledger_batch_${month}`);
    expect(await partitionOf(uuidv7({ msecs: 0 }))).toBe('ledger_batch_default');
  });

  it('keeps a dead letter once, whatever it holds', async () => {
    const runId = uuidv7();
    const letter = {
      seq: null,
      stage: 'accept' as const,
      code: 'invalid_json',
      message: 'NUL \0 and lone \ud800',
      event: Buffer.from([0, 255, 10]),
      batchNo: null,
      position: null,
    };
    await keepDeadLetters(dataSource, runId, [letter]);
    await keepDeadLetters(dataSource, runId, [letter]);
    const rows = await dataSource.query<unknown[]>('SELECT event FROM dead_letter WHERE run_id = $1', [runId]);
    expect(rows).toEqual([{ event: letter.event }]);
  });
});
