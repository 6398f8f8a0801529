import { getRouteApi, Link } from '@tanstack/react-router';
import { TypedField } from '../filters/typed-field.js';
import { Trouble } from '../navigation/trouble.js';
import { MoreButton } from '../paging/more-button.js';
import { ResultsTable } from '../results/results-table.js';
import type { ResultStatus } from '../results/results.query.js';
import { useResultsOfRun } from '../results/use-results-of-run.js';
import { useFormat } from '../time/format.js';
import type { ShownRun } from './run.query.js';

const STATUSES: ResultStatus[] = ['failed', 'unreachable', 'changed', 'ok', 'skipped'];

const route = getRouteApi('/runs/$uuid');

interface Props {
  run: ShownRun;
  everyMs: number;
}

/** All results as they happened; which ones stands in the URL. */
export function RunResults({ run, everyMs }: Props) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const format = useFormat();
  const asked = search.status?.split(',') ?? [];
  const status = STATUSES.filter((one) => asked.includes(one));
  const host = search.host ?? '';
  const filter = { ...(status.length > 0 && { status }), ...(host !== '' && { host }) };
  const paged = useResultsOfRun(run.uuid, filter, everyMs);
  const { list, error, stale } = paged;

  const change = (next: { status: ResultStatus[]; host: string }) =>
    void navigate({ search: { status: next.status.join(','), host: next.host }, replace: true });

  return (
    <section aria-labelledby="results">
      <h2 id="results">
        Results
        {list !== null && <span className="muted numbers"> {format.number(list.totalCount)}</span>}
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
              {one} <span className="muted numbers">{format.number(run.resultCounts[one])}</span>
            </label>
          ))}
        </fieldset>
        <TypedField title="Host" hint="exact name" value={host} onChange={(name) => change({ status, host: name })} />
        {(status.length > 0 || host !== '') && (
          <Link className="button quiet" to="/runs/$uuid" params={{ uuid: run.uuid }}>
            Clear
          </Link>
        )}
      </search>
      <Trouble error={error} />
      {list?.nodes.length === 0 && <p className="empty panel">No such result.</p>}
      {list !== null && list.nodes.length > 0 && <ResultsTable results={list.nodes} stale={stale} />}
      <MoreButton paged={paged} />
    </section>
  );
}
