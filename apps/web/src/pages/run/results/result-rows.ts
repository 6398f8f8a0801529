import type { Matrix } from '../matrix/matrix.query.js';
import { isFailure, outcomeOfSign, type Outcome } from '../matrix/signs.js';

export interface RowFilter {
  /** None means all. */
  outcomes: readonly Outcome[];
  /** Part of a host's name. */
  host: string;
  /** Part of a task's name. */
  text: string;
}

/**
 * The rows of a list of results, in two arrays of numbers: with 200 hosts and 2,000 tasks there are 400,000, for which
 * objects would be too many. `hosts` is -1 where the row is the header of its task.
 */
export interface ResultRows {
  tasks: Int32Array;
  hosts: Int32Array;
  results: number;
}

export function resultRows({ hostNames, tasks }: Matrix, { outcomes, host, text }: RowFilter): ResultRows {
  const wantedHosts = hostNames.flatMap((name, index) => (name.includes(host) ? [index] : []));
  const words = text.toLowerCase();
  const rowTasks = new Int32Array(tasks.length * (wantedHosts.length + 1));
  const rowHosts = new Int32Array(rowTasks.length);
  let rows = 0;
  let results = 0;
  tasks.forEach(({ name, cells }, task) => {
    if (!name.toLowerCase().includes(words)) return;
    const header = rows++;
    rowTasks[header] = task;
    rowHosts[header] = -1;
    for (const index of wantedHosts) {
      const outcome = outcomeOfSign(cells[index]);
      if (outcome === null || (outcomes.length > 0 && !outcomes.includes(outcome))) continue;
      rowTasks[rows] = task;
      rowHosts[rows] = index;
      rows++;
      results++;
    }
    // A header without results is left out, unless its task has just begun.
    if (rows === header + 1 && !isWaiting(cells, { outcomes, host, text })) rows = header;
  });
  return { tasks: rowTasks.subarray(0, rows), hosts: rowHosts.subarray(0, rows), results };
}

/** A task with the hosts of its rows, by their places in the matrix. */
export interface PrintedTask {
  task: number;
  hosts: number[];
}

/** The first `most` rows, task by task. */
export function printedRows(rows: ResultRows, most: number): PrintedTask[] {
  const printed: PrintedTask[] = [];
  for (let row = 0; row < Math.min(most, rows.hosts.length); row++) {
    const [task = 0, host = -1] = [rows.tasks[row], rows.hosts[row]];
    if (host === -1) printed.push({ task, hosts: [] });
    else printed.at(-1)?.hosts.push(host);
  }
  return printed;
}

/** The next row of a result from `from`, or of a failure; without `from` the first, going back the last. */
export function nextRow(
  { tasks: rowTasks, hosts }: ResultRows,
  { tasks }: Matrix,
  from: number | null,
  step: 1 | -1,
  onlyFailures: boolean,
): number | null {
  const start = from ?? (step === 1 ? -1 : hosts.length);
  for (let row = start + step; row >= 0 && row < hosts.length; row += step) {
    const host = hosts[row] ?? -1;
    if (host === -1) continue;
    if (!onlyFailures || isFailure(outcomeOfSign(tasks[rowTasks[row] ?? -1]?.cells[host]))) return row;
  }
  return null;
}

function isWaiting(cells: string, { outcomes, host, text }: RowFilter): boolean {
  return outcomes.length === 0 && host === '' && text === '' && /^-*$/.test(cells);
}

/** How many results of each outcome a matrix has. */
export function countOutcomes({ tasks }: Matrix): Map<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const { cells } of tasks) {
    for (const sign of cells) {
      const outcome = outcomeOfSign(sign);
      if (outcome !== null) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
  }
  return counts;
}
