import { sendQuery } from '../../kit/graphql/send-query.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { PastFailures } from '../../parts/results/past-failures.js';
import { ServiceFailuresQuery } from './services.query.js';

export function ServiceFailures({ name }: { name: string }) {
  return (
    <PastFailures
      of={['service', name]}
      ask={async (after, signal) =>
        (await sendQuery(ServiceFailuresQuery, { name, after }, signal)).service?.failures ?? NO_PAGE
      }
    />
  );
}
