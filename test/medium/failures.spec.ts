import type { DataSource } from 'typeorm';
import { packRun } from '#ledger';
import type { RunEvent } from '#run-events';
import { fingerprinting } from '../../apps/worker/src/failures/fingerprint.js';
import { namesOf } from '../../apps/worker/src/failures/run-names.js';
import { formerSignatureOf } from '../../apps/worker/src/failures/signature.js';
import { checkSignatures } from '../../apps/worker/src/maintenance/check-signatures.js';
import type { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { FAILURE_CAUSES } from '../support/failure-causes.js';
import { variation } from '../support/failure-variation.js';
import { forgetRun, projectionOf } from '../support/projections.js';
import { randomFrom } from '../support/random.js';
import { TestLedger } from '../support/test-ledger.js';

interface Group {
  signature: string;
  failures: number;
  failed: number;
  unreachable: number;
  ignored: number;
  rescued: number;
  check_mode_failures: number;
  runs: number;
  real_runs: number;
  first_run_id: string;
  last_run_id: string;
}

describe('grouping failures', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;

  beforeEach(async () => {
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
  });
  afterEach(() => ledger.drop());

  const fold = async (run: RunBuilder, events: readonly RunEvent[] = run.events()) => {
    await ledger.append(run.id, events);
    await projector.project(run.id);
  };
  const groups = () => dataSource.query<Group[]>('SELECT * FROM failure_group ORDER BY signature');

  /** A run in which every cause fails once, on hosts of its own. */
  const runOfEveryCause = (variant: number, daysAgo: number) =>
    aRun({}, new Date(Date.now() - daysAgo * 86_400_000)).with(
      ...FAILURE_CAUSES.map((cause, causeNo) => {
        const vary = variation(causeNo * 1_000 + variant);
        const result = cause.result(vary);
        return aTask({ name: 'keystone : Run', action: 'command' })
          .okOn(...vary.hosts.slice(1))
          .on(vary.host, result.unreachable === true ? 'unreachable' : 'failed', { result });
      }),
    );

  it('makes one group of each cause, over all runs', async () => {
    const runs = [0, 1, 2, 3, 4, 5, 6].map((variant) => runOfEveryCause(variant, 10 - variant));
    for (const run of runs) await fold(run);
    const found = await groups();
    expect(FAILURE_CAUSES.length * runs.length).toBeGreaterThanOrEqual(500);
    expect(found).toHaveLength(FAILURE_CAUSES.length);
    for (const group of found) {
      expect(group).toMatchObject({
        failures: runs.length,
        runs: runs.length,
        real_runs: runs.length,
        first_run_id: runs[0]!.id,
        last_run_id: runs.at(-1)!.id,
      });
    }
  });

  it.each([1, 2, 3])('gives the same tables in any order and any portions (seed %i)', async (seed) => {
    // Messages name machines of the run that have no result before much later.
    const run = aRun({ checkMode: true }).with(
      aTask({ name: 'Wait for bespin' }).failedOn('alderaan', 'no answer from bespin, coruscant'),
      aTask({ loop: true }).on('coruscant', 'failed', {
        ignored: true,
        result: { results: ['x', 'y'].map((item) => ({ item, failed: true, msg: `${item} is not on bespin` })) },
      }),
      aTask().failedOn('bespin', 'alderaan is down').failedOn('coruscant', 'bespin is down'),
      aTask()
        .okOn('dagobah')
        .on('endor', 'unreachable', { result: { msg: 'dagobah: no route' } }),
    );
    await fold(run);
    const expected = await projectionOf(dataSource, run.id);
    expect(expected.failure).toHaveLength(5);
    expect(expected.failure_group).toHaveLength(4);

    await forgetRun(dataSource, run.id);
    const random = randomFrom(seed);
    for (const event of [...run.events()].sort(() => random() - 0.5)) {
      await ledger.append(run.id, [event]);
      if (random() < 0.7) await projector.project(run.id);
    }
    await projector.project(run.id);
    expect(await projectionOf(dataSource, run.id)).toEqual(expected);
    expect(await groups()).toHaveLength(4);
  });

  it('counts ignored and rescued failures, and check runs, apart', async () => {
    const broken = { result: { msg: 'it broke' } };
    const task = () => aTask().on('ctl-001', 'failed', broken);
    const tolerated = () =>
      aTask()
        .on('ctl-002', 'failed', { ...broken, ignored: true })
        .on('ctl-003', 'failed', { ...broken, rescued: true });
    await fold(aRun({ checkMode: true }).with(task()));
    await fold(aRun().with(tolerated()));
    expect(await groups()).toMatchObject([{ failures: 3, check_mode_failures: 1, runs: 2, real_runs: 0 }]);
    await fold(aRun().with(task(), tolerated()));
    expect(await groups()).toMatchObject([
      { failed: 3 - 1, ignored: 2, rescued: 2, failures: 6, check_mode_failures: 1, runs: 3, real_runs: 1 },
    ]);
  });

  it('counts once, however often a batch comes and however many workers fold at once', async () => {
    const runs = Array.from({ length: 6 }, (_, variant) => runOfEveryCause(variant, variant));
    // Every run touches the same groups, in an order of its own.
    await Promise.all(
      runs.map(async (run, index) => {
        const events = run.events();
        const random = randomFrom(index);
        for (const event of [...events].sort(() => random() - 0.5).slice(0, 25)) {
          await ledger.append(run.id, [event]);
          await projector.project(run.id);
        }
        await fold(run, events);
        await fold(run, events);
      }),
    );
    const found = await groups();
    expect(found).toHaveLength(FAILURE_CAUSES.length);
    expect(new Set(found.map(({ failures, runs: count }) => `${failures} in ${count}`))).toEqual(new Set(['6 in 6']));
  });

  it('keeps the failing item, its return code, and the end of what it wrote', async () => {
    const run = aRun().with(
      aTask({ loop: true }).on('ctl-001', 'failed', {
        result: {
          msg: 'One or more items failed',
          results: [
            { item: 'fine', rc: 0 },
            { item: { name: 'b' }, failed: true, rc: 17, stderr: `${'x'.repeat(5_000)} the end\n` },
            { item: 'c', failed: true, rc: 18 },
          ],
        },
      }),
    );
    await fold(run);
    const [failure] = await dataSource.query<object[]>('SELECT item, failed_items, rc, stderr FROM failure');
    expect(failure).toEqual({
      item: '{"name":"b"}',
      failed_items: 2,
      rc: 17,
      stderr: expect.stringMatching(/^x{1992} the end$/),
    });
  });

  it('has no group for a failure before its task has come', async () => {
    const run = aRun().with(aTask().failedOn('ctl-001'));
    const events = run.events();
    const withoutTask = events.filter(({ type }) => type !== 'task_started');
    await fold(run, withoutTask);
    expect(await groups()).toEqual([]);
    await fold(run, events);
    expect(await groups()).toMatchObject([{ failures: 1 }]);
  });

  it('looks for what a group says in successful results of the same task', async () => {
    const poor = aTask({ name: 'keystone : Poor' })
      .on('ctl-001', 'failed', { result: { msg: 'deprecated: option of ctl-001' } })
      .on('ctl-002', 'ok', { result: { msg: 'deprecated: option of ctl-002' } })
      .on('ctl-003', 'changed', { result: { msg: 'fine' } });
    const good = aTask({ name: 'keystone : Good' })
      .on('ctl-001', 'failed', { result: { msg: 'disk full' } })
      .on('ctl-002', 'ok', { result: { msg: 'fine' } });
    const alone = aTask({ name: 'keystone : Alone' }).failedOn('ctl-001', 'alone').on('ctl-002', 'skipped');
    const run = aRun().with(poor, good, alone);
    for (const event of run.events()) await ledger.append(run.id, [event]);
    await projector.project(run.id);
    const expectChecked = async () => {
      expect(await checkSignatures(dataSource)).toBe(3);
      const checked = await dataSource.query<object[]>(
        'SELECT task, successes_checked AS results, successes_matching AS matching FROM failure_group ORDER BY task',
      );
      expect(checked).toEqual([
        { task: 'keystone : Alone', results: 0, matching: 0 },
        { task: 'keystone : Good', results: 1, matching: 0 },
        { task: 'keystone : Poor', results: 2, matching: 1 },
      ]);
    };
    await expectChecked();
    expect(await checkSignatures(dataSource)).toBe(0);
    expect(await packRun(dataSource, run.id)).toMatchObject({ after: { bodies: 1 } });
    await dataSource.query(
      `UPDATE failure_group SET checked_at = now() - interval '25 hours', successes_checked = 0, successes_matching = 0`,
    );
    await expectChecked();
  });

  it('lets what the rules of version 1 grouped join its group, with what people wrote about it, also after a rebuild', async () => {
    const result = {
      failed: true,
      msg: 'MODULE FAILURE\nSee stdout/stderr for the exact error',
      module_stderr: 'Traceback (most recent call last):\n  File "x.py", line 3\nOSError: disk full on ctl-001',
      rc: 1,
    };
    const task = { action: 'copy', role: null, name: 'keystone : Copy' };
    const former = fingerprinting(await namesOf(['ctl-001']))(task, formerSignatureOf({ result }, ['ctl-001'], [])!);
    const failing = () => aRun().with(aTask(task).on('ctl-001', 'failed', { result }));
    await dataSource.query(
      `INSERT INTO failure_group (fingerprint, version, signature, action, role, task) VALUES ($1, 1, $2, $3, $4, $5)`,
      [former.fingerprint, former.signature.join('\n'), former.action, former.role, former.task],
    );
    await dataSource.query(
      `INSERT INTO failure_note (fingerprint, kind, author, text) VALUES ($1, 'note', 'alice', 'the disk of ctl-001')`,
      [former.fingerprint],
    );
    const joined = [{ fingerprint: former.fingerprint, version: 1, failures: 1 }];
    const run = failing();
    await fold(run);
    expect(await groups()).toMatchObject(joined);
    await dataSource.query('UPDATE failure SET fingerprint = NULL');
    await dataSource.transaction((tx) => projector.groupAgain(tx, run.id));
    expect(await groups()).toMatchObject(joined);
    await fold(failing());
    expect(await groups()).toMatchObject([{ ...joined[0], failures: 2 }]);
  });

  it('makes one group of the words of two versions of Ansible', async () => {
    const undefinedIn = (msg: string) => aRun().with(aTask({ action: 'template' }).failedOn('ctl-001', msg));
    await fold(undefinedIn("The task includes an option with an undefined variable.. 'url' is undefined"));
    await fold(
      undefinedIn(
        "Task failed: Finalization of task args for 'ansible.builtin.template' failed: Error while resolving value for 'src': 'url' is undefined",
      ),
    );
    expect(await groups()).toMatchObject([{ failures: 2, runs: 2 }]);
  });
});
