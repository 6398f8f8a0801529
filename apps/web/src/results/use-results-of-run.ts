import { useCallback } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import { usePages, type AskPage, type Paged } from '../paging/use-pages.js';
import { keyOfResult, ResultsOfRunQuery, type ListedResult, type ResultFilter } from './results.query.js';

/** Results of a run as they happened; new ones come at the end. */
export function useResultsOfRun(run: string, filter: ResultFilter, everyMs: number | null): Paged<ListedResult> {
  const asked = JSON.stringify(filter);
  const ask: AskPage<ListedResult> = useCallback(
    async (after, signal) => {
      const variables = { run, after, filter: JSON.parse(asked) as ResultFilter };
      const answer = await sendQuery(ResultsOfRunQuery, variables, signal);
      if (answer.run === null) throw new Error('This run is not known here any more.');
      return answer.run.results;
    },
    [run, asked],
  );
  return usePages(ask, { everyMs, at: 'tail', keyOf: keyOfResult });
}
