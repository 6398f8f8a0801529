import { sendQuery } from '../graphql/send-query.js';
import { PACE } from '../live/pace.js';
import { Trouble } from '../navigation/trouble.js';
import { usePages } from '../paging/use-pages.js';
import { FailureList } from '../results/failure-list.js';
import { keyOfResult } from '../results/results.query.js';
import { useFormat } from '../time/format.js';
import { useHostsText } from './hosts.messages.js';
import { HostFailuresQuery, type HostFailure } from './hosts.query.js';

const runOf = ({ run }: HostFailure) => run;

export function HostFailures({ name }: { name: string }) {
  const t = useHostsText();
  const format = useFormat();
  const paged = usePages<HostFailure>({
    key: ['HostFailures', name],
    ask: async (after, signal) => {
      const { host } = await sendQuery(HostFailuresQuery, { name, after }, signal);
      return host?.results ?? { nodes: [], totalCount: 0, pageInfo: { endCursor: null, hasNextPage: false } };
    },
    everyMs: PACE.calm,
    at: 'head',
    keyOf: keyOfResult,
  });
  if (paged.list?.nodes.length === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">
        {t('failures')}
        {paged.list !== null && <span className="muted numbers"> {format.number(paged.list.totalCount)}</span>}
      </h2>
      <Trouble error={paged.error} />
      <FailureList paged={paged} runOf={runOf} tellsRun />
    </section>
  );
}
