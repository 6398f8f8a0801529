import { useCallback } from 'react';
import { sendQuery } from '../graphql/send-query.js';
import { Trouble } from '../navigation/trouble.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { FailureList } from '../results/failure-list.js';
import { keyOfResult } from '../results/results.query.js';
import { HostFailuresQuery, type HostFailure } from './hosts.query.js';

const REFRESH_MS = 10_000;
const originOf = ({ run }: HostFailure) => run;

export function HostFailures({ name }: { name: string }) {
  const ask: AskPage<HostFailure> = useCallback(
    async (after, signal) => {
      const { host } = await sendQuery(HostFailuresQuery, { name, after }, signal);
      return host?.results ?? { nodes: [], totalCount: 0, pageInfo: { endCursor: null, hasNextPage: false } };
    },
    [name],
  );
  const paged = usePages(ask, { everyMs: REFRESH_MS, at: 'head', keyOf: keyOfResult });
  if (paged.list?.nodes.length === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">
        Failures
        {paged.list !== null && <span className="muted numbers"> {paged.list.totalCount.toLocaleString('en')}</span>}
      </h2>
      <Trouble error={paged.error} />
      <FailureList paged={paged} originOf={originOf} />
    </section>
  );
}
