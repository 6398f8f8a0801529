import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { VariablesOf } from 'gql.tada';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { usePages, type Paged } from '../../kit/paging/use-pages.js';
import { useFormat } from '../../kit/time/format.js';
import { FailureList } from '../../parts/results/failure-list.js';
import { keyOfResult, type FailedResult } from '../../parts/results/results.query.js';
import { FailuresOfRunQuery } from './run-failures.query.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';

type Filter = NonNullable<VariablesOf<typeof FailuresOfRunQuery>['filter']>;

const REAL: Filter = { status: ['failed', 'unreachable'], ignored: false, rescued: false };
const IGNORED: Filter = { ignored: true };
const RESCUED: Filter = { rescued: true, ignored: false };

interface Props {
  run: ShownRun;
  everyMs: number;
}

/** What failed, open; then, closed, what Ansible was told to forgive. */
export function RunFailures({ run, everyMs }: Props) {
  const t = useRunText();
  const format = useFormat();
  const { ignored, rescued, failed, unreachable } = run.resultCounts;
  const paged = useFailures(run.uuid, REAL, everyMs);
  const found = paged.list?.totalCount ?? 0;
  if (failed + unreachable === 0) {
    return run.status === 'completed' ? <p className="notice notice-good">{t('nothingFailed')}</p> : null;
  }
  if (run.detailsDroppedAt !== null) return <DroppedFailures />;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">
        {found > 0 || paged.list === null ? t('failures') : t('noFailures')}
        {found > 0 && <span className="muted numbers"> {format.number(found)}</span>}
      </h2>
      <Trouble error={paged.error} />
      <FailureList paged={paged} runOf={() => run} opened={1} />
      {ignored > 0 && (
        <Forgiven run={run} title={t('ignored', { count: ignored })} filter={IGNORED} everyMs={everyMs} />
      )}
      {rescued > 0 && (
        <Forgiven run={run} title={t('rescued', { count: rescued })} filter={RESCUED} everyMs={everyMs} />
      )}
    </section>
  );
}

/** Their results are gone, but not their causes. */
function DroppedFailures() {
  const t = useRunText();
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{t('failures')}</h2>
      <p className="muted">{t('droppedFailures')}</p>
      <p>
        <Link to="/failures">{t('causes')}</Link>
      </p>
    </section>
  );
}

interface ForgivenProps extends Props {
  title: string;
  filter: Filter;
}

function Forgiven({ run, title, filter, everyMs }: ForgivenProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="forgiven" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {open && <ForgivenList run={run} filter={filter} everyMs={everyMs} />}
    </details>
  );
}

function ForgivenList({ run, filter, everyMs }: Omit<ForgivenProps, 'title'>) {
  const paged = useFailures(run.uuid, filter, everyMs);
  return (
    <>
      <Trouble error={paged.error} />
      <FailureList paged={paged} runOf={() => run} />
    </>
  );
}

/** In the order in which they happened. */
function useFailures(run: string, filter: Filter, everyMs: number): Paged<FailedResult> {
  const t = useRunText();
  return usePages<FailedResult>({
    key: ['FailuresOfRun', run, filter],
    ask: async (after, signal) => {
      const answer = await sendQuery(FailuresOfRunQuery, { run, after, filter }, signal);
      if (answer.run === null) throw new Error(t('gone'));
      return answer.run.results;
    },
    everyMs,
    at: 'tail',
    keyOf: keyOfResult,
  });
}
