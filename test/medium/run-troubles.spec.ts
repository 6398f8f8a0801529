import type { DataSource } from 'typeorm';
import { backlogOf, findUnsettledRuns } from '#ledger';
import { rebuildRun } from '../../apps/worker/src/rebuild/rebuild-run.js';
import { aRun, aTask } from '../support/a-run.js';
import { projectionOf } from '../support/projections.js';
import { TestLedger } from '../support/test-ledger.js';

/** A fault of the database that tells nothing of the data, at these rows. */
const FAULT = (table: string, when: string, code = 'XX000', event = 'BEFORE INSERT OR UPDATE') => `
  CREATE FUNCTION fault_of_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no such luck: %', repeat('x', 100000) USING ERRCODE = '${code}'; END $$;
  CREATE TRIGGER fault ${event} ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fault_of_${table}()`;

describe('a run that cannot be folded', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource } = ledger);
  });
  afterEach(() => ledger.drop());

  const troubles = () =>
    dataSource.query<{ step: string; attempts: number; stopped: boolean; length: number }[]>(
      `SELECT step, attempts, passing_attempts AS passing, stopped, length(message) AS length FROM run_trouble`,
    );
  const letters = () =>
    dataSource.query<{ id: string; code: string }[]>(
      `SELECT id, seq, code, batch_no, length(message) AS length FROM dead_letter WHERE replayed_at IS NULL`,
    );
  /** As if the pause had passed. */
  const tryNow = async (runId: string) => {
    await dataSource.query(`UPDATE run_trouble SET retry_at = NULL`);
    return ledger.projector.project(runId);
  };
  const tryAgain = async (runId: string, most = 20) => {
    const outcomes: string[] = [];
    for (let tries = 0; tries < most && outcomes.at(-1) !== 'folded'; tries += 1) outcomes.push(await tryNow(runId));
    return outcomes;
  };
  const aFailedRun = () =>
    aRun().with(aTask().okOn('ctl-001').failedOn('ctl-002', 'poison'), aTask().changedOn('ctl-001'));

  it('is tried five times, counted in the database; then what it fails on is a dead letter, and the rest is there', async () => {
    const run = aFailedRun();
    await dataSource.query(FAULT('failure', `NEW.message = 'poison'`));
    await ledger.append(run.id, run.events());
    expect(await ledger.projector.project(run.id)).toBe('waiting');
    expect(await troubles()).toEqual([{ step: 'fold', attempts: 1, passing: 0, stopped: false, length: 2_001 }]);
    // Not before its time, and no sweep finds it.
    expect(await ledger.projector.project(run.id)).toBe('waiting');
    expect(await findUnsettledRuns(dataSource, 0, 10)).toEqual([]);
    expect(await troubles()).toMatchObject([{ attempts: 1 }]);

    expect(await tryAgain(run.id)).toEqual(['waiting', 'waiting', 'waiting', 'folded']);
    expect(await troubles()).toEqual([]);
    expect(await letters()).toMatchObject([{ code: 'cannot_fold', length: 2_001 }]);
    expect(await projectionOf(dataSource, run.id)).toMatchObject({
      run: [{ final_seq: run.events().length }],
      task_result: [{}, {}],
    });

    await dataSource.query(`DROP TRIGGER fault ON failure`);
    const [letter] = await letters();
    await ledger.projector.replay(letter!.id);
    expect(await letters()).toEqual([]);
    expect(await projectionOf(dataSource, run.id)).toMatchObject({ task_result: [{}, {}, {}], failure: [{}] });
  });

  it('keeps its events when its derivation or the groups of its failures fail, and says so until a rebuild', async () => {
    const run = aFailedRun();
    await dataSource.query(FAULT('run_origin', 'true'));
    await dataSource.query(FAULT('failure_group', 'true', '54000'));
    await ledger.append(run.id, run.events());
    expect((await tryAgain(run.id)).at(-1)).toBe('folded');
    expect(await troubles()).toEqual([
      { step: 'derive', attempts: 1, passing: 0, stopped: false, length: 2_001 },
      { step: 'group', attempts: 1, passing: 0, stopped: false, length: 2_001 },
    ]);
    expect(await letters()).toEqual([]);
    expect(await projectionOf(dataSource, run.id)).toMatchObject({ task_result: [{}, {}, {}], run_origin: [] });

    await dataSource.query(`DROP TRIGGER fault ON run_origin; DROP TRIGGER fault ON failure_group`);
    await rebuildRun(dataSource, ledger.projector, run.id);
    expect(await troubles()).toEqual([]);
    expect(await projectionOf(dataSource, run.id)).toMatchObject({ run_origin: [{}], failure_group_run: [{}] });
  });

  it('stops when nothing helps, holds up nobody, and goes on when its letter is replayed', async () => {
    const run = aFailedRun();
    await dataSource.query(FAULT('ledger_run', 'NEW.settled > 0', 'XX000', 'BEFORE UPDATE'));
    await ledger.append(run.id, run.events());
    await tryAgain(run.id);
    expect(await troubles()).toEqual([{ step: 'fold', attempts: 8, passing: 0, stopped: true, length: 2_001 }]);
    expect(await letters()).toMatchObject([{ seq: null, code: 'fold_stopped', batch_no: 1 }]);
    expect(await backlogOf(dataSource)).toMatchObject({ runs: 0, bytes: 0 });

    await dataSource.query(`DROP TRIGGER fault ON ledger_run`);
    expect(await ledger.projector.project(run.id)).toBe('waiting');
    await ledger.projector.replay((await letters())[0]!.id);
    expect(await findUnsettledRuns(dataSource, 0, 10)).toEqual([run.id]);
    expect(await ledger.projector.project(run.id)).toBe('folded');
    expect([await troubles(), await letters()]).toEqual([[], []]);
  });

  it('has a batch that cannot be read as a dead letter, which can be replayed', async () => {
    const run = aFailedRun();
    await ledger.append(run.id, run.events());
    const [stored] = await dataSource.query<{ body: Buffer }[]>(`SELECT body FROM ledger_batch`);
    await dataSource.query(`UPDATE ledger_batch SET body = '\\x1f8b0000'`);
    expect((await tryAgain(run.id)).at(-1)).toBe('folded');
    expect(await letters()).toMatchObject([{ seq: null, code: 'cannot_read', batch_no: 1 }]);

    await dataSource.query(`UPDATE ledger_batch SET body = $1`, [stored?.body]);
    await ledger.projector.replay((await letters())[0]!.id);
    expect(await letters()).toEqual([]);
    expect(await projectionOf(dataSource, run.id)).toMatchObject({ task_result: [{}, {}, {}], run_origin: [{}] });
  });

  it('is tried for a day when the error is one that passes, and is none of its dead letters', async () => {
    const run = aFailedRun();
    await dataSource.query(FAULT('failure', 'true', '57014'));
    await ledger.append(run.id, run.events());
    for (let tries = 0; tries < 20; tries += 1) await expect(tryNow(run.id)).rejects.toThrow('no such luck');
    expect(await troubles()).toMatchObject([{ attempts: 0, passing: 20, stopped: false }]);
    await dataSource.query(`UPDATE run_trouble SET passing_attempts = 1000`);
    await expect(tryNow(run.id)).rejects.toThrow('no such luck');
    expect(await letters()).toEqual([]);

    await dataSource.query(`UPDATE run_trouble SET first_at = now() - interval '25 hours'`);
    expect(await tryNow(run.id)).toBe('folded');
    expect(await letters()).toMatchObject([{ code: 'cannot_fold' }]);
  });
});
