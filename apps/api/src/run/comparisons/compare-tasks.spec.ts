import { compareTasks } from './compare-tasks.js';
import type { ComparedHeader } from './match-results.js';

/** A header of the keystone play; `results` by host id, their `seq` being their place in the header. */
function header(name: string, results: [hostId: number, outcome: string][], more: Partial<ComparedHeader> = {}) {
  return {
    playName: 'Apply role keystone',
    role: 'keystone',
    name,
    action: 'template',
    duration: 1,
    hostIds: results.map(([hostId]) => hostId),
    seqs: results.map((_, index) => index),
    marks: results.map(([, outcome]) => outcome),
    ...more,
  };
}

describe('compareTasks', () => {
  it('tells what turned: broken first, then mended, then the rest in the order of the later run', () => {
    const before = [
      header('config', [[1, 'changed']]),
      header('start', [[1, 'failed']]),
      header('check', [
        [1, 'ok'],
        [2, 'ok'],
      ]),
    ];
    const after = [
      header('config', [[1, 'ok']]),
      header('start', [[1, 'ok']]),
      header('check', [
        [1, 'ok'],
        [2, 'failed'],
      ]),
    ];
    expect(
      compareTasks(before, after).turned.map(({ task, hostId, before, after }) => [
        ...[task.name, hostId, before.mark, after.mark],
      ]),
    ).toEqual([
      ['check', 2, 'ok', 'failed'],
      ['start', 1, 'failed', 'ok'],
      ['config', 1, 'changed', 'ok'],
    ]);
  });

  it('takes an ignored failure for something else than a failure', () => {
    const { turned } = compareTasks([header('check', [[1, 'failed ignored']])], [header('check', [[1, 'failed']])]);
    expect(turned).toHaveLength(1);
  });

  it('matches what comes several times by its turn on the host, whatever the batches of the play', () => {
    const serial = [header('check', [[1, 'ok']]), header('check', [[2, 'changed']]), header('check', [[1, 'changed']])];
    const atOnce = [
      header('check', [
        [1, 'ok'],
        [2, 'changed'],
      ]),
      header('check', [[1, 'changed']]),
    ];
    const { turned, onlyBefore, onlyAfter } = compareTasks(serial, atOnce);
    expect([turned, onlyBefore, onlyAfter]).toEqual([[], [], []]);
  });

  it('tells tasks that only one run came to, and whether that is so on every host', () => {
    const before = [
      header('database', [[1, 'changed']]),
      header('check', [
        [1, 'ok'],
        [2, 'ok'],
      ]),
    ];
    const after = [
      header('check', [[1, 'ok']]),
      header('restart', [
        [1, 'changed'],
        [2, 'changed'],
      ]),
    ];
    const { onlyBefore, onlyAfter } = compareTasks(before, after);
    const told = onlyBefore.map(({ task, hostIds, everywhere }) => [task.name, hostIds, everywhere]);
    expect(told).toEqual([
      ['check', [2], false],
      ['database', [1], true],
    ]);
    expect(onlyAfter).toMatchObject([{ task: { name: 'restart' }, hostIds: [1, 2], everywhere: true }]);
  });

  it('tells a play and a host of one run only once, and not with each of their tasks', () => {
    const before = [
      header('check', [
        [1, 'ok'],
        [2, 'ok'],
      ]),
      header('check', [[1, 'ok']], { playName: 'Apply role nova' }),
    ];
    const comparison = compareTasks(before, [header('check', [[1, 'ok']])]);
    expect(comparison).toMatchObject({ playsOnlyBefore: ['Apply role nova'], playsOnlyAfter: [], onlyBefore: [] });
  });

  it('adds up the durations of a task, and puts the greatest difference first', () => {
    const before = [
      header('slow', [[1, 'ok']], { duration: 4 }),
      header('slow', [[1, 'ok']], { duration: 4 }),
      header('fast', [[1, 'ok']], { duration: 1 }),
    ];
    const after = [header('fast', [[1, 'ok']], { duration: 2 }), header('slow', [[1, 'ok']], { duration: 3 })];
    expect(compareTasks(before, after).durations.map(({ task, before, after }) => [task.name, before, after])).toEqual([
      ['slow', 8, 3],
      ['fast', 1, 2],
    ]);
  });
});
