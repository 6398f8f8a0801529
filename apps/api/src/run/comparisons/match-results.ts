/** What is compared of a result: its outcome, say, or a digest of its inputs; null when it has none. */
export type Mark = string | null;

/** A task's header in one run, with its results: column by column, which Postgres and JSON are quickest with. */
export interface ComparedHeader {
  playName: string;
  role: string | null;
  name: string;
  action: string;
  /** Seconds from the header to the last result. */
  duration: number;
  hostIds: readonly number[];
  seqs: readonly number[];
  marks: readonly Mark[];
}

/** What names a task in every run: Ansible's uuids are made anew each time. */
export type TaskIdentity = Pick<ComparedHeader, 'playName' | 'role' | 'name' | 'action'>;

/** A result in its run. */
export interface ComparedResult {
  seq: number;
  mark: Mark;
}

/** What a task did on one host in both runs; null in a run that did not come to it there. */
export interface MatchedResult {
  hostId: number;
  before: ComparedResult | null;
  after: ComparedResult | null;
}

/** A task of both runs, or of one of them. */
export interface MatchedTask {
  identity: TaskIdentity;
  /** Seconds over all its headers; null in a run that did not come to it. */
  before: number | null;
  after: number | null;
  /** Those that are not the same in both runs. */
  differences: MatchedResult[];
}

interface TaskOfRun {
  identity: TaskIdentity;
  duration: number;
  /** By host, in their order. */
  results: Map<number, ComparedResult[]>;
}

type ResultsByHost = TaskOfRun['results'];

const NOWHERE: ResultsByHost = new Map();

/**
 * Brings the results of two runs together, by play, role, task, action and host: the tasks of the later run in its
 * order, then those of the earlier run only. What comes several times (handlers, includes in a loop) is matched by its
 * turn on that host, so that another `serial` makes no difference.
 */
export function matchResults(before: readonly ComparedHeader[], after: readonly ComparedHeader[]): MatchedTask[] {
  const [tasksBefore, tasksAfter] = [tasksOf(before), tasksOf(after)];
  const all = new Map([...tasksAfter, ...tasksBefore]);
  return [...all].map(([key, { identity }]) => {
    const [earlier, later] = [tasksBefore.get(key), tasksAfter.get(key)];
    return {
      identity,
      before: earlier?.duration ?? null,
      after: later?.duration ?? null,
      differences: differencesOf(earlier?.results ?? NOWHERE, later?.results ?? NOWHERE),
    };
  });
}

function tasksOf(headers: readonly ComparedHeader[]): Map<string, TaskOfRun> {
  const tasks = new Map<string, TaskOfRun>();
  for (const { playName, role, name, action, duration, hostIds, seqs, marks } of headers) {
    const key = JSON.stringify([playName, role, name, action]);
    const known = tasks.get(key);
    const results = known?.results ?? new Map<number, ComparedResult[]>();
    tasks.set(key, {
      identity: { playName, role, name, action },
      duration: (known?.duration ?? 0) + duration,
      results,
    });
    hostIds.forEach((hostId, index) => {
      const result = { seq: seqs[index] ?? 0, mark: marks[index] ?? null };
      const ofHost = results.get(hostId);
      if (ofHost === undefined) results.set(hostId, [result]);
      else ofHost.push(result);
    });
  }
  return tasks;
}

function differencesOf(before: ResultsByHost, after: ResultsByHost): MatchedResult[] {
  const differences: MatchedResult[] = [];
  const compare = (hostId: number, earlier: readonly ComparedResult[], later: readonly ComparedResult[]) => {
    for (let turn = 0; turn < Math.max(earlier.length, later.length); turn++) {
      const pair = { hostId, before: earlier[turn] ?? null, after: later[turn] ?? null };
      if (pair.before?.mark !== pair.after?.mark) differences.push(pair);
    }
  };
  for (const [hostId, later] of after) compare(hostId, before.get(hostId) ?? [], later);
  for (const [hostId, earlier] of before) if (!after.has(hostId)) compare(hostId, earlier, []);
  return differences;
}
