import type { Matrix } from './matrix.query.js';

/**
 * While a run goes on, only its last tasks are asked for again: the others seldom change, and a visit to the end tells.
 */
const ASKED_AGAIN = 20;

/** From which task on a matrix that is known is asked for again. */
export function growsFrom(known: Matrix): number | null {
  return known.tasks.at(-ASKED_AGAIN)?.seq ?? null;
}

/** The known matrix with its later tasks in their newest state; null when a host has come and all must be asked. */
export function grown(known: Matrix, later: Matrix): Matrix | null {
  if (known.hostNames.length !== later.hostNames.length) return null;
  const from = later.tasks[0]?.seq ?? Infinity;
  return { hostNames: known.hostNames, tasks: [...known.tasks.filter(({ seq }) => seq < from), ...later.tasks] };
}
