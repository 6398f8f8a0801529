import { useCallback, useState } from 'react';
import { CountList } from '../counts/count-list.js';
import { sendQuery } from '../graphql/send-query.js';
import { useAnswer } from '../graphql/use-answer.js';
import { useTitle } from '../navigation/page-frame.js';
import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { RunFacts } from './run-facts.js';
import { RunFailures } from './run-failures.js';
import { RunHeading } from './run-heading.js';
import { RunNotices } from './run-notices.js';
import { RunQuery } from './run.query.js';
import { RunRecap } from './run-recap.js';
import { RunResults } from './run-results.js';
import './run.css';

const RUNNING_MS = 3_000;
/** An ended run changes only when spooled events arrive late. */
const ENDED_MS = 30_000;

export function RunPage({ uuid, query }: { uuid: string; query: URLSearchParams }) {
  const [everyMs, setEveryMs] = useState(RUNNING_MS);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { run } = await sendQuery(RunQuery, { uuid }, signal);
      setEveryMs(run === null || run.status === 'running' ? RUNNING_MS : ENDED_MS);
      return { run };
    },
    [uuid],
  );
  const { data, error } = useAnswer(ask, everyMs);
  const run = data?.run ?? null;
  useTitle(run?.name ?? 'Run');

  return (
    <>
      <p className="crumbs">
        <a href={hashOf({ page: 'runs' })}>Runs</a>
      </p>
      <Trouble error={error} />
      {data === null && error === null && <p className="muted">Loading…</p>}
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
          <RunResults run={run} query={query} everyMs={everyMs} />
        </>
      )}
    </>
  );
}
