import { getRouteApi, Link } from '@tanstack/react-router';
import { sendQuery } from '../graphql/send-query.js';
import { useTitle } from '../navigation/use-title.js';
import { PACE } from '../live/pace.js';
import { Loading } from '../navigation/loading.js';
import { Trouble } from '../navigation/trouble.js';
import { usePages } from '../paging/use-pages.js';
import { FailureList } from '../results/failure-list.js';
import { keyOfResult } from '../results/results.query.js';
import { useFormat } from '../time/format.js';
import { FailuresQuery, type Failure } from './failures.query.js';

const route = getRouteApi('/failures');
const PERIODS = [7, 30];
const originOf = ({ run }: Failure) => run;

export function FailuresPage() {
  useTitle('Failures');
  const search = route.useSearch();
  const format = useFormat();
  const days = PERIODS.find((period) => String(period) === search.days) ?? 7;
  const paged = usePages<Failure>({
    key: ['Failures', days],
    ask: async (after, signal) => (await sendQuery(FailuresQuery, { days, after }, signal)).failures,
    everyMs: PACE.calm,
    at: 'head',
    keyOf: keyOfResult,
  });
  const { list, error, stale } = paged;
  return (
    <>
      <div className="title-row">
        <h1>Failures</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {format.number(list.totalCount)} in the last {days} days
          </p>
        )}
        <nav className="choices" aria-label="Period">
          {PERIODS.map((period) => (
            <Link
              key={period}
              to="/failures"
              search={{ days: String(period) }}
              aria-current={period === days ? 'true' : undefined}
            >
              {period} days
            </Link>
          ))}
        </nav>
      </div>
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && <p className="notice notice-good">Nothing failed in the last {days} days.</p>}
      <div className={stale ? 'stale' : undefined}>
        <FailureList paged={paged} originOf={originOf} />
      </div>
    </>
  );
}
