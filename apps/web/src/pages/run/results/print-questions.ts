import type { Matrix } from '../matrix/matrix.query.js';
import type { Outcome } from '../matrix/signs.js';
import type { ResultsFilter } from './ask-results.js';
import { printedRows, type ResultRows, type RowFilter } from './result-rows.js';

type Status = NonNullable<ResultsFilter['status']>[number];

/** As many as a page of answers holds. */
const MOST_RESULTS = 100;
const STATUSES: Record<Outcome, readonly Status[]> = {
  failed: ['failed'],
  unreachable: ['unreachable'],
  changed: ['changed'],
  ok: ['ok'],
  // Both are failures that did not count.
  ignored: ['failed', 'unreachable'],
  rescued: ['failed', 'unreachable'],
  skipped: ['skipped'],
};

/**
 * What to ask for the first `most` rows of a list, in few questions: by its tasks, or where the filter leaves few hosts
 * of many host by host. The answers may hold more than these rows.
 */
export function printQuestions(
  { hostNames, tasks }: Matrix,
  rows: ResultRows,
  { outcomes, host }: RowFilter,
  most: number,
): ResultsFilter[] {
  const status = [...new Set(outcomes.flatMap((outcome) => STATUSES[outcome]))];
  const printed = printedRows(rows, most).filter((task) => task.hosts.length > 0);
  const wanted = new Map(printed.map((task) => [task.task, task.hosts.length]));
  const hosts = new Set(printed.flatMap((task) => task.hosts));
  const asked: ResultsFilter = status.length === 0 ? {} : { status };
  const seqs = (places: readonly number[]) => places.map((place) => tasks[place]?.seq ?? 0);
  const places = [...wanted.keys()];
  // A question about all hosts of a task brings those too that the filter leaves out.
  const resultsOf = (place: number) =>
    host === '' ? (wanted.get(place) ?? 0) : (tasks[place]?.cells.replaceAll('-', '').length ?? 0);
  const pages = places.reduce((sum, place) => sum + resultsOf(place), 0) / MOST_RESULTS;
  const byHost = grouped(places, () => 1);
  if (host === '' || pages <= hosts.size * byHost.length) {
    return grouped(places, resultsOf).map((group) => ({ ...asked, taskSeq: seqs(group) }));
  }
  return [...hosts].flatMap((at) =>
    byHost.map((group) => ({ ...asked, host: hostNames[at] ?? '', taskSeq: seqs(group) })),
  );
}

/** Neighbouring tasks with up to a page of results. */
function grouped(places: readonly number[], resultsOf: (place: number) => number): number[][] {
  const groups: number[][] = [];
  let results = Infinity;
  for (const place of places) {
    results += resultsOf(place);
    if (results <= MOST_RESULTS) groups.at(-1)?.push(place);
    else {
      groups.push([place]);
      results = resultsOf(place);
    }
  }
  return groups;
}
