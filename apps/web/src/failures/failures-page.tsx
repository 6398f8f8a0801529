import { useCallback } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import { useTitle } from '../navigation/page-frame.js';
import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { FailureList } from '../results/failure-list.js';
import { keyOfResult } from '../results/results.query.js';
import { FailuresQuery, type Failure } from './failures.query.js';

const REFRESH_MS = 10_000;
const PERIODS = [7, 30];
const originOf = ({ run }: Failure) => run;

export function FailuresPage({ query }: { query: URLSearchParams }) {
  useTitle('Failures');
  const days = PERIODS.find((period) => String(period) === query.get('days')) ?? 7;
  const ask: AskPage<Failure> = useCallback(
    async (after, signal) => (await sendQuery(FailuresQuery, { days, after }, signal)).failures,
    [days],
  );
  const paged = usePages(ask, { everyMs: REFRESH_MS, at: 'head', keyOf: keyOfResult });
  const { list, error, stale } = paged;
  return (
    <>
      <div className="title-row">
        <h1>Failures</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {list.totalCount.toLocaleString('en')} in the last {days} days
          </p>
        )}
        <nav className="choices" aria-label="Period">
          {PERIODS.map((period) => (
            <a
              key={period}
              href={hashOf({ page: 'failures' }, new URLSearchParams({ days: String(period) }))}
              aria-current={period === days ? 'true' : undefined}
            >
              {period} days
            </a>
          ))}
        </nav>
      </div>
      <Trouble error={error} />
      {list === null && error === null && <p className="muted">Loading…</p>}
      {list?.nodes.length === 0 && <p className="notice notice-good">Nothing failed in the last {days} days.</p>}
      <div className={stale ? 'stale' : undefined}>
        <FailureList paged={paged} originOf={originOf} />
      </div>
    </>
  );
}
