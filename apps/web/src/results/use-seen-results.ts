import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import type { Matrix } from '../matrix/matrix.query.js';
import { chunksBetween, chunksOf, type Chunk } from './result-chunks.js';
import { ResultsOfTasksQuery, type RowResult } from './results.query.js';

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
    queries: asked.map(({ from, to }) => {
      const taskSeq = tasks.slice(from, to).map(({ seq }) => seq);
      return {
        queryKey: ['ResultsOfTasks', run, taskSeq],
        queryFn: ({ signal }: { signal: AbortSignal }) => askAll(run, taskSeq, signal),
        refetchInterval: mayGrow({ from, to }, tasks.length) ? everyMs : (false as const),
        staleTime: 60_000,
      };
    }),
    combine: (answers) => {
      const results = new Map<string, RowResult>();
      for (const { data } of answers) {
        for (const result of data ?? []) results.set(keyOfCell(result.task?.seq ?? 0, result.hostName), result);
      }
      return results;
    },
  });
}

export function keyOfCell(task: number, host: string): string {
  return `${task} ${host}`;
}

/** Results come at the end of a run; late ones elsewhere are seen when the page is opened anew. */
function mayGrow({ to }: Chunk, tasks: number): boolean {
  return to > tasks - 5;
}

async function askAll(run: string, taskSeq: number[], signal: AbortSignal): Promise<RowResult[]> {
  const all: RowResult[] = [];
  let after: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof askPage>> = await askPage(run, taskSeq, after, signal);
    all.push(...(answer?.nodes ?? []));
    after = answer?.pageInfo.hasNextPage === true ? answer.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

async function askPage(run: string, taskSeq: number[], after: string | null, signal: AbortSignal) {
  return (await sendQuery(ResultsOfTasksQuery, { run, after, filter: { taskSeq } }, signal)).run?.results;
}
