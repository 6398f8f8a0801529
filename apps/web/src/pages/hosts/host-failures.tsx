import { sendQuery } from '../../kit/graphql/send-query.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { PastFailures } from '../../parts/results/past-failures.js';
import { HostFailuresQuery } from './hosts.query.js';

export function HostFailures({ name }: { name: string }) {
  return (
    <PastFailures
      of={['host', name]}
      ask={async (after, signal) =>
        (await sendQuery(HostFailuresQuery, { name, after }, signal)).host?.failures ?? NO_PAGE
      }
    />
  );
}
