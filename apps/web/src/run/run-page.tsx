import type { ResultOf } from 'gql.tada';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CountList } from '../counts/count-list.js';
import { useGraphql } from '../graphql/use-graphql.js';
import { PACE } from '../live/pace.js';
import { Loading } from '../navigation/loading.js';
import { Trouble } from '../navigation/trouble.js';
import { useTitle } from '../navigation/use-title.js';
import { RunFacts } from './run-facts.js';
import { RunFailures } from './run-failures.js';
import { RunHeading } from './run-heading.js';
import { RunNotices } from './run-notices.js';
import { RunQuery } from './run.query.js';
import { RunRecap } from './run-recap.js';
import { RunResults } from './run-results.js';
import './run.css';

const route = getRouteApi('/runs/$uuid');

export function RunPage() {
  const { uuid } = route.useParams();
  const { data, error } = useGraphql(RunQuery, { uuid }, { everyMs: paceOf });
  const run = data?.run ?? null;
  const everyMs = paceOf(data ?? undefined);
  useTitle(run?.name ?? 'Run');

  return (
    <>
      <p className="crumbs">
        <Link to="/runs">Runs</Link>
      </p>
      <Trouble error={error} />
      {data === null && error === null && <Loading />}
      {data !== null && run === null && (
        <>
          <h1>This run is not known here</h1>
          <p>
            No run has the id <code>{uuid}</code>. It appears here when its first events arrive.
          </p>
        </>
      )}
      {run !== null && (
        <>
          <RunHeading run={run} />
          <RunNotices run={run} />
          <CountList counts={run.counts} />
          <RunFailures run={run} everyMs={everyMs} />
          <RunFacts run={run} />
          <RunRecap uuid={uuid} everyMs={everyMs} />
          <RunResults run={run} everyMs={everyMs} />
        </>
      )}
    </>
  );
}

/** A run that is not known yet may begin any moment. */
function paceOf(answer: ResultOf<typeof RunQuery> | undefined): number {
  return answer?.run == null || answer.run.status === 'running' ? PACE.moving : PACE.settled;
}
