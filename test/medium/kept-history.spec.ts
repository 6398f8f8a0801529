import type { DataSource } from 'typeorm';
import type { ResultStatus } from '#run-events';
import { stateMatrixQuery } from '../../apps/api/src/fleet/state/state-matrix.read-model.js';
import { forgetDerived } from '../../apps/worker/src/derivation/forget-derived.js';
import type { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { rebuildRuns } from '../../apps/worker/src/rebuild/rebuild.js';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { randomFrom } from '../support/random.js';
import { TestLedger } from '../support/test-ledger.js';

const HOSTS = ['ctl-001', 'ctl-002', 'ctl-003'];
const STATUSES: ResultStatus[] = ['changed', 'changed', 'changed', 'ok', 'failed', 'skipped'];
const START = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;

/** What the derivation keeps of each run beside the others, found anew from all runs together: nothing may differ. */
const WRONG_STATES = `SELECT * FROM (
    SELECT mine.service, mine.host_id, mine.run_id, mine.superseded_at, (
      SELECT min(later.ended_at) FROM deployment_host AS later
      WHERE (mine.is_state OR mine.is_unfinished) AND (later.is_state OR mine.is_unfinished AND later.is_unfinished)
        AND later.service = mine.service AND later.host_id = mine.host_id
        AND later.environment IS NOT DISTINCT FROM mine.environment
        AND (later.ended_at, later.run_id) > (mine.ended_at, mine.run_id)
    ) AS expected
    FROM deployment_host AS mine
  ) AS chain
  WHERE superseded_at IS DISTINCT FROM expected`;
const TOLD = `SELECT outcome.run_id, outcome.service, outcome.task, outcome.action, outcome.occurred_at, told.*
  FROM task_outcome AS outcome
  CROSS JOIN LATERAL unnest(outcome.host_ids, outcome.statuses, outcome.input_digests) AS told(host_id, status, digest)
  WHERE NOT outcome.check_mode`;
const EXPECTED_DRIFT = `SELECT run_id, task, host_id, previous_run_id FROM (
    SELECT told.*, lag(told.run_id) OVER same AS previous_run_id, lag(told.digest) OVER same AS previous_digest
    FROM (${TOLD}) AS told
    WINDOW same AS (PARTITION BY service, task, action, host_id ORDER BY occurred_at, run_id)
  ) AS compared
  WHERE status = 'changed' AND digest = previous_digest
  ORDER BY 1, 2, 3`;
const KEPT_DRIFT = `SELECT run_id, task, host_id, previous_run_id
  FROM task_outcome CROSS JOIN LATERAL unnest(drifted_host_ids, previous_run_ids) AS kept(host_id, previous_run_id)
  ORDER BY 1, 2, 3`;
const EXPECTED_STREAKS = `SELECT task, host_id, runs FROM (
    SELECT task, host_id, (count(*) FILTER (WHERE stops = 0))::integer AS runs FROM (
      SELECT told.*, count(*) FILTER (WHERE status <> 'changed') OVER (
        PARTITION BY service, task, action, host_id ORDER BY occurred_at DESC, run_id DESC
      ) AS stops
      FROM (${TOLD}) AS told
    ) AS counted
    GROUP BY service, task, action, host_id
  ) AS streak
  WHERE runs > 1
  ORDER BY 1, 2`;
const KEPT_STREAKS = `SELECT task, kept.* FROM known_task CROSS JOIN LATERAL unnest(streak_host_ids, streaks) AS kept(host_id, runs)
  ORDER BY 1, 2`;

describe('what is kept of a run beside the others', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;

  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
  });
  afterEach(() => ledger.drop());

  const rows = <Row extends object = object>(text: string, values: unknown[] = []) =>
    dataSource.query<Row[]>(text, values);

  const expectAllRight = async () => {
    expect(await rows(WRONG_STATES)).toEqual([]);
    expect(await rows(KEPT_DRIFT)).toEqual(await rows(EXPECTED_DRIFT));
    expect(await rows(KEPT_STREAKS)).toEqual(await rows(EXPECTED_STREAKS));
  };

  /** The state at a time as its definition has it, without anything that is kept. */
  const stateAt = (at: Date, environment: string | null) =>
    rows(
      `WITH last AS (
         SELECT *, row_number() OVER (
           PARTITION BY service, host_id, is_state ORDER BY ended_at DESC, run_id DESC
         ) AS age
         FROM deployment_host
         WHERE (is_state OR is_unfinished) AND ended_at <= $1 AND ($2::text IS NULL OR environment = $2)
       )
       SELECT service, host.name AS host, coalesce(finished.run_id, unfinished.run_id) AS "runId",
         CASE WHEN finished.run_id IS NULL OR (unfinished.ended_at, unfinished.run_id) > (finished.ended_at, finished.run_id)
           THEN unfinished.run_id END AS "unfinishedRunId"
       FROM (SELECT * FROM last WHERE is_state AND age = 1) AS finished
       FULL JOIN (SELECT * FROM last WHERE is_unfinished AND age = 1) AS unfinished USING (service, host_id)
       JOIN host ON host.id = host_id
       ORDER BY service, host`,
      [at, environment],
    );

  it.each([1, 2, 3])('is what all of them together say, in whatever order they come (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const runs = Array.from({ length: 16 }, () => randomRun(random, one));
    const parts = runs.flatMap((run) => {
      const events = run.events();
      const cut = Math.floor(random() * events.length);
      return [events.slice(0, cut), events.slice(cut)].filter((part) => part.length > 0).map((part) => ({ run, part }));
    });
    for (const { run, part } of shuffled(parts, random)) {
      await ledger.append(run.id, part);
      await projector.project(run.id);
    }
    await expectAllRight();
    expect(await rows(EXPECTED_DRIFT)).not.toEqual([]);
    expect(await rows(EXPECTED_STREAKS)).not.toEqual([]);

    await rebuildRuns(
      dataSource,
      projector,
      shuffled(runs, random).map(({ id }) => id),
      () => undefined,
    );
    await expectAllRight();
    for (const environment of [null, 'kolla', 'testbed']) {
      const at = new Date(START + random() * 20 * HOUR);
      const { text, values } = stateMatrixQuery({ environment, at });
      const found = await rows<{ service: string; hosts: string[]; runId: string; unfinishedRunId: string | null }>(
        text,
        values,
      );
      const told = found.flatMap(({ hosts, service, runId, unfinishedRunId }) =>
        hosts.map((host) => ({ service, host, runId, unfinishedRunId })),
      );
      told.sort((a, b) => (a.host < b.host ? -1 : 1));
      expect(told).toEqual(await stateAt(at, environment));
    }

    for (const { id } of shuffled(runs, random).slice(0, 8)) {
      await dataSource.transaction((tx) => forgetDerived(tx, id));
      await expectAllRight();
    }
  });

  it('is right when runs of one service end at the same moment', async () => {
    const random = randomFrom(5);
    const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const runs = Array.from({ length: 12 }, () => randomRun(random, one));
    for (const run of runs) {
      await ledger.append(run.id, run.events());
    }
    await Promise.all(runs.map(({ id }) => projector.project(id)));
    await expectAllRight();
  });
});

/** A run at one of few moments, so that some of them meet. */
function randomRun(random: () => number, one: <T>(of: readonly T[]) => T): RunBuilder {
  const run = aRun(
    {
      checkMode: random() < 0.1,
      configurationCommit: one(['aaa', 'aaa', 'bbb', null]),
      environment: { ENVIRONMENT: one(['kolla', 'kolla', 'testbed']) },
      extraVars: { kolla_action: one(['deploy', 'deploy', 'upgrade', 'pull', 'stop']) },
    },
    new Date(START + Math.floor(random() * 20) * HOUR),
  );
  for (const name of ['keystone : Write a', 'keystone : Write b']) {
    const task = aTask({ name, action: 'file' });
    for (const host of HOSTS.filter(() => random() < 0.7)) {
      const module_args = { path: one(['/a', '/a', '/b']) };
      task.on(host, one(STATUSES), { result: { changed: true, invocation: { module_args } } });
    }
    run.with(task);
  }
  const container = aTask({ name: 'keystone : Restart' });
  for (const host of HOSTS.filter(() => random() < 0.5)) {
    const module_args = {
      action: 'recreate_or_restart_container',
      name: 'keystone',
      image: `r/keystone:${one([1, 1, 2])}`,
    };
    container.on(host, 'changed', { result: { changed: true, invocation: { module_args } } });
  }
  run.with(container);
  return random() < 0.15 ? run.unfinished() : run;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
