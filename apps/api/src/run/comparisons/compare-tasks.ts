import {
  matchResults,
  type ComparedHeader,
  type ComparedResult,
  type MatchedTask,
  type TaskIdentity,
} from './match-results.js';

/** What a task did on one host in both runs. */
export interface ResultPairOfTask {
  task: TaskIdentity;
  hostId: number;
  before: ComparedResult;
  after: ComparedResult;
}

/** A task that only one of the runs came to, on these hosts. */
export interface LoneHosts {
  task: TaskIdentity;
  hostIds: number[];
  /** The other run did not come to it on any host. */
  everywhere: boolean;
}

/** How long a task of both runs took, in seconds. */
export interface TaskDurations {
  task: TaskIdentity;
  before: number;
  after: number;
}

export interface TaskComparison {
  /** Plays that worked in one run only. Their tasks are not listed again. */
  playsOnlyBefore: string[];
  playsOnlyAfter: string[];
  /** What is broken now first, then what was broken, then the rest; each in the order of the later run. */
  turned: ResultPairOfTask[];
  onlyBefore: LoneHosts[];
  onlyAfter: LoneHosts[];
  /** The greatest differences first. */
  durations: TaskDurations[];
}

/**
 * What became of the tasks of one run in another. A host of only one of the runs is told once, by the caller, and not
 * again with each of its tasks.
 */
export function compareTasks(before: readonly ComparedHeader[], after: readonly ComparedHeader[]): TaskComparison {
  const [playsBefore, playsAfter] = [playsOf(before), playsOf(after)];
  const [hostsBefore, hostsAfter] = [hostsOf(before), hostsOf(after)];
  const tasks = matchResults(before, after).filter(
    ({ identity: { playName } }) => playsBefore.has(playName) && playsAfter.has(playName),
  );
  return {
    playsOnlyBefore: [...playsBefore].filter((name) => !playsAfter.has(name)),
    playsOnlyAfter: [...playsAfter].filter((name) => !playsBefore.has(name)),
    turned: tasks.flatMap(turnedOf).sort((a, b) => urgencyOf(b) - urgencyOf(a)),
    onlyBefore: tasks.flatMap((task) => loneOf(task, 'before', hostsAfter)),
    onlyAfter: tasks.flatMap((task) => loneOf(task, 'after', hostsBefore)),
    durations: tasks
      .flatMap(({ identity, before, after }) =>
        before === null || after === null ? [] : [{ task: identity, before, after }],
      )
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)),
  };
}

/** A failure that nobody took care of: marked by its status alone. */
export function isBroken({ mark }: ComparedResult): boolean {
  return mark === 'failed' || mark === 'unreachable';
}

function playsOf(headers: readonly ComparedHeader[]): Set<string> {
  return new Set(headers.map(({ playName }) => playName));
}

function hostsOf(headers: readonly ComparedHeader[]): Set<number> {
  const hosts = new Set<number>();
  for (const { hostIds } of headers) for (const id of hostIds) hosts.add(id);
  return hosts;
}

function turnedOf({ identity, differences }: MatchedTask): ResultPairOfTask[] {
  return differences.flatMap(({ hostId, before, after }) =>
    before === null || after === null ? [] : [{ task: identity, hostId, before, after }],
  );
}

function urgencyOf({ before, after }: ResultPairOfTask): number {
  return isBroken(after) ? 2 : isBroken(before) ? 1 : 0;
}

function loneOf(task: MatchedTask, side: 'before' | 'after', hostsOfOther: ReadonlySet<number>): LoneHosts[] {
  const other = side === 'before' ? 'after' : 'before';
  const hostIds = new Set(
    task.differences
      .filter((result) => result[side] !== null && result[other] === null && hostsOfOther.has(result.hostId))
      .map(({ hostId }) => hostId),
  );
  if (hostIds.size === 0) return [];
  return [{ task: task.identity, hostIds: [...hostIds], everywhere: task[other] === null }];
}
