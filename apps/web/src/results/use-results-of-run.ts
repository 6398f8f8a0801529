import { sendQuery } from '../graphql/send-query.js';
import { usePages, type Paged } from '../paging/use-pages.js';
import { keyOfResult, ResultsOfRunQuery, type ListedResult, type ResultFilter } from './results.query.js';

/** Results of a run as they happened; new ones come at the end. */
export function useResultsOfRun(run: string, filter: ResultFilter, everyMs: number | null): Paged<ListedResult> {
  return usePages<ListedResult>({
    key: ['ResultsOfRun', run, filter],
    ask: async (after, signal) => {
      const answer = await sendQuery(ResultsOfRunQuery, { run, after, filter }, signal);
      if (answer.run === null) throw new Error('This run is not known here any more.');
      return answer.run.results;
    },
    everyMs,
    at: 'tail',
    keyOf: keyOfResult,
  });
}
