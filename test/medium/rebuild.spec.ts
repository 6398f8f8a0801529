import type { DataSource } from 'typeorm';
import { readRecording } from '../../apps/standalone/src/load/recorded-run.js';
import { markInterrupted } from '../../apps/worker/src/maintenance/mark-interrupted.js';
import type { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { rebuildAll, rebuildRuns } from '../../apps/worker/src/rebuild/rebuild.js';
import { aLongRun, aRun, aTask } from '../support/a-run.js';
import { projectionOf } from '../support/projections.js';
import { RECORDINGS } from '../support/recordings.js';
import { TestLedger } from '../support/test-ledger.js';

describe('rebuild', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;

  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
  });
  afterEach(() => ledger.drop());

  const tablesOf = async (runIds: string[]) =>
    Promise.all(runIds.map(async (runId) => [runId, await projectionOf(dataSource, runId)]));
  const allServices = () =>
    dataSource.query<object[]>(
      `SELECT service.name, host_id FROM service LEFT JOIN service_host ON service = service.name ORDER BY 1, 2`,
    );
  const untold = () => undefined;

  it('leaves the tables of recorded runs as they were, and tells how far it is', async () => {
    const runIds: string[] = [];
    for (const file of RECORDINGS.values()) {
      const { runId, events } = await readRecording(file);
      await ledger.load(runId, events);
      runIds.push(runId);
    }
    const before = await tablesOf(runIds);
    const services = await allServices();
    const told: number[] = [];
    await rebuildAll(dataSource, projector, ({ done, total }) => told.push(done / total));
    expect(await tablesOf(runIds)).toEqual(before);
    expect(await allServices()).toEqual(services);
    expect(told).toHaveLength(runIds.length);
    expect(told.at(-1)).toBe(1);
  });

  it('gives a run that was folded before there were deployments what it lacks, and no other', async () => {
    // The other one first: what the tables are emptied of could not supersede it again.
    const now = Date.now();
    const [other, old] = [aLongRun(4, undefined, new Date(now - 60_000)), aLongRun(4, undefined, new Date(now))];
    for (const run of [other, old]) await ledger.load(run.id, run.events());
    const before = await projectionOf(dataSource, old.id);
    expect(before.deployment).toHaveLength(1);
    for (const table of ['run_origin', 'deployment', 'deployment_host', 'container_result']) {
      await dataSource.query(`DELETE FROM ${table}`);
    }
    await dataSource.query(`UPDATE run SET derived_at = NULL`);
    const nobody = '019a0000-0000-7000-8000-000000000001';
    expect(await rebuildRuns(dataSource, projector, [old.id, nobody], untold)).toEqual([nobody]);
    expect(await projectionOf(dataSource, old.id)).toEqual(before);
    expect((await projectionOf(dataSource, other.id)).deployment).toEqual([]);
  });

  it('keeps a silent run interrupted, and a poison event in the dead letters', async () => {
    const run = aLongRun(4).unfinished();
    const poisoned = run
      .events()
      .map((event) => (event.seq === 7 ? { ...event, occurredAt: '2026-02-31T00:00:00Z' } : event));
    await ledger.load(run.id, poisoned);
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '2 minutes'`);
    await markInterrupted(dataSource, projector, 60);
    const before = await projectionOf(dataSource, run.id);
    expect(before.run).toMatchObject([{ status: 'interrupted' }]);
    expect(before.deployment).toMatchObject([{ outcome: 'failed' }]);
    const letters = () => dataSource.query<object[]>(`SELECT id, seq, replayed_at FROM dead_letter`);
    const lettersBefore = await letters();
    expect(lettersBefore).toMatchObject([{ seq: 7, replayed_at: null }]);

    await rebuildAll(dataSource, projector, untold);
    expect(await projectionOf(dataSource, run.id)).toEqual(before);
    expect(await letters()).toEqual(lettersBefore);
  });

  it('goes on beside workers: what comes meanwhile is folded once', async () => {
    const run = aLongRun(60);
    const events = run.events();
    const half = Math.floor(events.length / 2);
    await ledger.load(run.id, events.slice(0, half), 20);
    const work = async () => {
      for (let from = half; from < events.length; from += 10) {
        await ledger.append(run.id, events.slice(from, from + 10));
        await projector.project(run.id);
      }
    };
    await Promise.all([work(), rebuildAll(dataSource, projector, untold)]);
    await projector.project(run.id);
    const beside = await projectionOf(dataSource, run.id);
    await rebuildAll(dataSource, projector, untold);
    expect(await projectionOf(dataSource, run.id)).toEqual(beside);
    expect(beside.task_result).toHaveLength(180);
    expect(beside.run).toMatchObject([{ results_ok: 36, results_changed: 36 }]);
  });

  it('forgets services that the rules of today do not find', async () => {
    const run = aRun().with(aTask().okOn('ctl-001'));
    await ledger.load(run.id, run.events());
    await dataSource.query(`INSERT INTO service (name, state_version) VALUES ('once-a-service', 0)`);
    await dataSource.query(`INSERT INTO service_host (service, host_id) SELECT 'once-a-service', id FROM host`);
    await rebuildAll(dataSource, projector, untold);
    expect(await allServices()).toMatchObject([{ name: 'keystone' }]);
  });
});
