import type { MatrixTask } from '../matrix/matrix.query.js';

export interface TimedTask {
  task: MatrixTask;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  /** Whether a shorter one here would have ended the run sooner. */
  critical: boolean;
}

/** When tasks began and ended. One that has no result yet ends with the run so far. */
export function timedTasks(tasks: readonly MatrixTask[], runEnd: number): TimedTask[] {
  const timed = tasks.map((task) => {
    const start = Date.parse(task.startedAt);
    const end = task.endedAt === null ? runEnd : Date.parse(task.endedAt);
    return { task, start, end: Math.max(start, end), critical: false };
  });
  markCritical(timed);
  return timed;
}

/**
 * Backwards from the task that ended last: before each, the last one to end before it began. Ansible's usual strategy
 * waits for all hosts after each task, so there all are on the path; with the strategy `free` they overlap.
 */
function markCritical(timed: TimedTask[]): void {
  const byEnd = timed.toSorted((a, b) => b.end - a.end || b.start - a.start);
  let current = byEnd[0];
  for (const candidate of byEnd) {
    if (current === undefined) return;
    if (candidate !== current && candidate.end > current.start + CLOCK_MS) continue;
    candidate.critical = true;
    current = candidate;
  }
}

/** Ansible tells of a task's begin a moment before the last result of the one before is noted. */
const CLOCK_MS = 250;

export interface SlowHost {
  host: string;
  /** On how many tasks of the critical path it was the slowest. */
  tasks: number;
  /** Seconds that it needed there longer than the host in the middle. */
  cost: number;
}

/** Which hosts the others waited for, the costliest first. */
export function slowHosts(timed: readonly TimedTask[]): SlowHost[] {
  const hosts = new Map<string, SlowHost>();
  for (const { task, critical } of timed) {
    const { slowestHost, slowestDuration, medianDuration } = task;
    if (!critical || slowestHost === null || slowestDuration === null || medianDuration === null) continue;
    const known = hosts.get(slowestHost) ?? { host: slowestHost, tasks: 0, cost: 0 };
    hosts.set(slowestHost, {
      ...known,
      tasks: known.tasks + 1,
      cost: known.cost + slowestDuration - medianDuration,
    });
  }
  return [...hosts.values()].toSorted((a, b) => b.cost - a.cost);
}

/** How many of these lengths, the longest first, make up half of their sum. */
export function countOfHalf(lengths: readonly number[]): number {
  const half = lengths.reduce((sum, length) => sum + length, 0) / 2;
  let sum = 0;
  let count = 0;
  for (const length of lengths.toSorted((a, b) => b - a)) {
    if (sum >= half) break;
    sum += length;
    count++;
  }
  return count;
}
