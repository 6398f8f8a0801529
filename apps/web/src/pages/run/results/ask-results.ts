import type { QueryClient } from '@tanstack/react-query';
import type { VariablesOf } from 'gql.tada';
import { sendQuery } from '../../../kit/graphql/send-query.js';
import { ResultsOfTasksQuery, type RowResult } from './run-results.query.js';

export type ResultsFilter = NonNullable<VariablesOf<typeof ResultsOfTasksQuery>['filter']>;

/** The results of some tasks of a run, page after page, and for how long they stay known. */
export function resultsQuery(run: string, filter: ResultsFilter) {
  return {
    queryKey: ['ResultsOfTasks', run, filter],
    queryFn: ({ signal }: { signal: AbortSignal }) => askAll(run, filter, signal),
    staleTime: 60_000,
  };
}

/** All results of a run that are known here, whatever they were asked for, by `keyOfCell`. */
export function knownResults(client: QueryClient, run: string): Map<string, RowResult> {
  return byCell(client.getQueriesData<RowResult[]>({ queryKey: ['ResultsOfTasks', run] }).map(([, data]) => data));
}

export function byCell(answers: readonly (readonly RowResult[] | undefined)[]): Map<string, RowResult> {
  const results = new Map<string, RowResult>();
  for (const answer of answers) {
    for (const result of answer ?? []) results.set(keyOfCell(result.task?.seq ?? 0, result.hostName), result);
  }
  return results;
}

export function keyOfCell(task: number, host: string): string {
  return `${task} ${host}`;
}

async function askAll(run: string, filter: ResultsFilter, signal: AbortSignal): Promise<RowResult[]> {
  const all: RowResult[] = [];
  let after: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof askPage>> = await askPage(run, filter, after, signal);
    all.push(...(answer?.nodes ?? []));
    after = answer?.pageInfo.hasNextPage === true ? answer.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

async function askPage(run: string, filter: ResultsFilter, after: string | null, signal: AbortSignal) {
  return (await sendQuery(ResultsOfTasksQuery, { run, after, filter }, signal)).run?.results;
}
