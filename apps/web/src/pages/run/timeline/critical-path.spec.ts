import type { MatrixTask } from '../matrix/matrix.query.js';
import { countOfHalf, slowHosts, timedTasks } from './critical-path.js';

const START = Date.parse('2026-11-22T10:00:00Z');

/** A task from one second to another, slowest on a host. */
function task(name: string, from: number, to: number | null, slowest?: [string, number, number]): MatrixTask {
  const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
  const [slowestHost, slowestDuration, medianDuration] = slowest ?? [null, null, null];
  const more = { slowestHost, slowestDuration, medianDuration } as Partial<MatrixTask>;
  return { name, startedAt: at(from), endedAt: to === null ? null : at(to), ...more } as MatrixTask;
}

const critical = (tasks: MatrixTask[], end = 100) =>
  timedTasks(tasks, START + end * 1_000)
    .filter((timed) => timed.critical)
    .map((timed) => timed.task.name);

describe('the critical path', () => {
  it('holds every task where each waits for the one before', () => {
    expect(critical([task('a', 0, 5), task('b', 5, 6), task('c', 6, 20)])).toEqual(['a', 'b', 'c']);
  });

  it('leaves out what others would not have waited for', () => {
    expect(critical([task('a', 0, 5), task('beside', 1, 3), task('b', 5, 9)])).toEqual(['a', 'b']);
  });

  it('ends with a task that is still going on', () => {
    expect(critical([task('a', 0, 5), task('b', 5, null)], 30)).toEqual(['a', 'b']);
  });

  it('is empty without tasks', () => {
    expect(critical([])).toEqual([]);
  });
});

describe('slowHosts', () => {
  it('adds up what the others waited for', () => {
    const tasks = [
      task('a', 0, 5, ['x', 5, 2]),
      task('beside', 1, 3, ['y', 90, 1]),
      task('b', 5, 9, ['y', 4, 3.5]),
      task('c', 9, 10, ['x', 1, 1]),
    ];
    expect(slowHosts(timedTasks(tasks, START))).toEqual([
      { host: 'x', tasks: 2, cost: 3 },
      { host: 'y', tasks: 1, cost: 0.5 },
    ]);
  });
});

describe('countOfHalf', () => {
  it.each([
    [[], 0],
    [[5], 1],
    [[1, 1, 1, 1], 2],
    [[1, 9, 1], 1],
  ])('of %j is %d', (lengths, count) => {
    expect(countOfHalf(lengths)).toBe(count);
  });
});
