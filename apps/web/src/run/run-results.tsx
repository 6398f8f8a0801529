import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { replaceLocation } from '../navigation/use-location.js';
import { MoreButton } from '../paging/more-button.js';
import { ResultsTable } from '../results/results-table.js';
import type { ResultStatus } from '../results/results.query.js';
import { useResultsOfRun } from '../results/use-results-of-run.js';
import { FilterText } from '../runs/filter-text.js';
import type { ShownRun } from './run.query.js';

const STATUSES: ResultStatus[] = ['failed', 'unreachable', 'changed', 'ok', 'skipped'];

interface Props {
  run: ShownRun;
  query: URLSearchParams;
  everyMs: number;
}

/** All results as they happened; which ones stands in the URL. */
export function RunResults({ run, query, everyMs }: Props) {
  const asked = query.get('status')?.split(',') ?? [];
  const status = STATUSES.filter((one) => asked.includes(one));
  const host = query.get('host') ?? '';
  const filter = { ...(status.length > 0 && { status }), ...(host !== '' && { host }) };
  const paged = useResultsOfRun(run.uuid, filter, everyMs);
  const { list, error, stale } = paged;

  const change = (next: { status: ResultStatus[]; host: string }) => {
    const changed = new URLSearchParams();
    if (next.status.length > 0) changed.set('status', next.status.join(','));
    if (next.host !== '') changed.set('host', next.host);
    replaceLocation({ page: 'run', uuid: run.uuid }, changed);
  };

  return (
    <section aria-labelledby="results">
      <h2 id="results">
        Results
        {list !== null && <span className="muted numbers"> {list.totalCount.toLocaleString('en')}</span>}
      </h2>
      <search className="filter-bar" aria-label="Which results">
        <fieldset className="filter-statuses">
          <legend>Status</legend>
          {STATUSES.map((one) => (
            <label key={one} className="toggle">
              <input
                type="checkbox"
                checked={status.includes(one)}
                onChange={({ target }) =>
                  change({ host, status: STATUSES.filter((s) => (s === one ? target.checked : status.includes(s))) })
                }
              />
              {one} <span className="muted numbers">{run.resultCounts[one].toLocaleString('en')}</span>
            </label>
          ))}
        </fieldset>
        <FilterText title="Host" hint="exact name" value={host} onChange={(name) => change({ status, host: name })} />
        {(status.length > 0 || host !== '') && (
          <a className="button quiet" href={hashOf({ page: 'run', uuid: run.uuid })}>
            Clear
          </a>
        )}
      </search>
      <Trouble error={error} />
      {list?.nodes.length === 0 && <p className="empty panel">No such result.</p>}
      {list !== null && list.nodes.length > 0 && <ResultsTable results={list.nodes} stale={stale} />}
      <MoreButton paged={paged} of="results" />
    </section>
  );
}
