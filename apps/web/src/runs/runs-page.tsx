import { useCallback } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import { useTitle } from '../navigation/page-frame.js';
import { Trouble } from '../navigation/trouble.js';
import { replaceLocation } from '../navigation/use-location.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { FilterBar } from './filter-bar.js';
import { FirstRun } from './first-run.js';
import { filterOf, isEmpty, queryOf, variableOf, type RunFilter } from './run-filter.js';
import { RunsQuery, type ListedRun } from './runs.query.js';
import { RunsTable } from './runs-table.js';

const REFRESH_MS = 3_000;
const keyOf = ({ uuid }: ListedRun) => uuid;

export function RunsPage({ query }: { query: URLSearchParams }) {
  useTitle('Runs');
  const filter = filterOf(query);
  const asked = queryOf(filter).toString();
  const ask: AskPage<ListedRun> = useCallback(
    async (after, signal) => {
      const variable = variableOf(filterOf(new URLSearchParams(asked)), new Date());
      return (await sendQuery(RunsQuery, { after, filter: variable }, signal)).runs;
    },
    [asked],
  );
  const paged = usePages(ask, { everyMs: REFRESH_MS, at: 'head', keyOf });
  const { list, error, stale } = paged;
  const change = (next: RunFilter) => replaceLocation({ page: 'runs' }, queryOf(next));

  if (list?.nodes.length === 0 && isEmpty(filter) && !stale) return <FirstRun error={error} />;
  return (
    <>
      <div className="title-row">
        <h1>Runs</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {list.totalCount.toLocaleString('en')} {list.totalCount === 1 ? 'run' : 'runs'}
            {!isEmpty(filter) && ' found'}
          </p>
        )}
      </div>
      <FilterBar filter={filter} onChange={change} />
      <Trouble error={error} />
      {list === null && error === null && <p className="muted">Loading…</p>}
      {list?.nodes.length === 0 && <p className="empty panel">No run matches this filter.</p>}
      {list !== null && list.nodes.length > 0 && <RunsTable runs={list.nodes} stale={stale} />}
      <MoreButton paged={paged} of="runs" />
    </>
  );
}
