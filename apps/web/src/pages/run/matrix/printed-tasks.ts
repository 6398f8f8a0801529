import type { Matrix } from './matrix.query.js';
import { OUTCOMES, isFailure, outcomeOfSign, type Outcome } from './signs.js';

/** Hosts of a task with one outcome; `null`: without a result. */
export interface PrintedGroup {
  outcome: Outcome | null;
  count: number;
  /** Their names; or all hosts of the run, all that no other group names, or left out because there are too many. */
  hosts: string[] | 'all' | 'others' | 'left out';
}

export interface PrintedTasks {
  /** By their places in the matrix, in its order. */
  tasks: { task: number; groups: PrintedGroup[] }[];
  /** Tasks that are not printed, and results of printed ones of which only the number is. */
  leftOut: { tasks: number; results: number };
}

/** What a browser prints within seconds: some hundred pages. */
const MOST = { tasks: 5_000, names: 20_000 };

/** The worst first; what has no result is told last. */
const RANKS: readonly (Outcome | null)[] = [...OUTCOMES, null];
const isTold = (outcome: Outcome | null) => isFailure(outcome) || outcome === 'changed';

/**
 * A matrix that is wider than any paper, task by task, with nothing lost: each task names the hosts of every outcome
 * but the one that most of them have. Of too much, the failures and changes are kept before the rest.
 */
export function printedTasks({ hostNames, tasks }: Matrix, most = MOST): PrintedTasks {
  const all = tasks.map(({ cells }, task) => ({ task, groups: groupsOf(cells, hostNames) }));
  const printed =
    all.length <= most.tasks
      ? all
      : all
          .toSorted((a, b) => Number(hasTold(b.groups)) - Number(hasTold(a.groups)) || a.task - b.task)
          .slice(0, most.tasks)
          .toSorted((a, b) => a.task - b.task);
  let names = 0;
  let results = 0;
  for (const outcome of RANKS) {
    for (const group of printed.flatMap(({ groups }) => groups.filter((one) => one.outcome === outcome))) {
      if (typeof group.hosts === 'string') continue;
      if (names + group.count <= most.names) {
        names += group.count;
        continue;
      }
      group.hosts = 'left out';
      if (outcome !== null) results += group.count;
    }
  }
  return { tasks: printed, leftOut: { tasks: all.length - printed.length, results } };
}

const hasTold = (groups: readonly PrintedGroup[]) => groups.some(({ outcome }) => isTold(outcome));

function groupsOf(cells: string, hostNames: readonly string[]): PrintedGroup[] {
  const named = new Map<Outcome | null, string[]>();
  hostNames.forEach((name, host) => {
    const outcome = outcomeOfSign(cells[host]);
    const hosts = named.get(outcome);
    if (hosts === undefined) named.set(outcome, [name]);
    else hosts.push(name);
  });
  const groups = RANKS.flatMap((outcome): PrintedGroup[] => {
    const hosts = named.get(outcome);
    return hosts === undefined ? [] : [{ outcome, count: hosts.length, hosts }];
  });
  const [only, second] = groups;
  if (only !== undefined && second === undefined) only.hosts = 'all';
  // What failed or changed something is named in any case.
  const most = groups.filter(({ outcome }) => !isTold(outcome)).toSorted((a, b) => b.count - a.count)[0];
  if (second === undefined || most === undefined) return groups;
  most.hosts = 'others';
  return [...groups.filter((group) => group !== most), most];
}

/** How many results of each outcome each host has. */
export function countsByHost({ hostNames, tasks }: Matrix): { host: string; counts: Map<Outcome, number> }[] {
  return hostNames.map((host, place) => {
    const counts = new Map<Outcome, number>();
    for (const { cells } of tasks) {
      const outcome = outcomeOfSign(cells[place]);
      if (outcome !== null) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    return { host, counts };
  });
}
