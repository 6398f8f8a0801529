import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Matrix } from '../matrix/matrix.query.js';
import { byCell, resultsQuery } from './ask-results.js';
import { chunksBetween, chunksOf, type Chunk } from './result-chunks.js';
import type { RowResult } from './run-results.query.js';

/** Who scrolls through thousands of rows does not ask for all of them. */
const REST_MS = 80;

/** The results of the tasks that are seen, by `keyOfCell`: asked for when scrolling rests. */
export function useSeenResults(
  run: string,
  matrix: Matrix,
  seen: { first: number; last: number },
  everyMs: number,
): ReadonlyMap<string, RowResult> {
  const { tasks } = matrix;
  const chunks = useMemo(() => chunksOf(tasks), [tasks]);
  const [rested, setRested] = useState(seen);
  const { first, last } = seen;
  useEffect(() => {
    const timer = setTimeout(() => setRested({ first, last }), REST_MS);
    return () => clearTimeout(timer);
  }, [first, last]);
  const asked = chunksBetween(chunks, rested.first, rested.last);
  return useQueries({
    queries: asked.map(({ from, to }) => ({
      ...resultsQuery(run, { taskSeq: tasks.slice(from, to).map(({ seq }) => seq) }),
      refetchInterval: mayGrow({ from, to }, tasks.length) ? everyMs : (false as const),
    })),
    combine: (answers) => byCell(answers.map(({ data }) => data)),
  });
}

/** Results come at the end of a run; late ones elsewhere are seen when the page is opened anew. */
function mayGrow({ to }: Chunk, tasks: number): boolean {
  return to > tasks - 5;
}
