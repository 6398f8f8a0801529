import { useState } from 'react';
import { Trouble } from '../navigation/trouble.js';
import { FailureList } from '../results/failure-list.js';
import type { ResultFilter } from '../results/results.query.js';
import { useResultsOfRun } from '../results/use-results-of-run.js';
import { useFormat } from '../time/format.js';
import type { ShownRun } from './run.query.js';

const REAL: ResultFilter = { status: ['failed', 'unreachable'], ignored: false, rescued: false };
const IGNORED: ResultFilter = { ignored: true };
const RESCUED: ResultFilter = { rescued: true, ignored: false };

/** What failed, open; then, closed, what Ansible was told to forgive. */
export function RunFailures({ run, everyMs }: { run: ShownRun; everyMs: number }) {
  const { ignored, rescued, failed, unreachable } = run.resultCounts;
  const paged = useResultsOfRun(run.uuid, REAL, everyMs);
  const format = useFormat();
  const found = paged.list?.totalCount ?? 0;
  if (failed + unreachable === 0) {
    return run.status === 'completed' ? <p className="notice notice-good">Nothing failed.</p> : null;
  }
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">
        {found > 0 || paged.list === null ? 'Failures' : 'No failures that count'}
        {found > 0 && <span className="muted numbers"> {format.number(found)}</span>}
      </h2>
      <Trouble error={paged.error} />
      <FailureList paged={paged} />
      {ignored > 0 && <Forgiven run={run} title={`Ignored (${ignored})`} filter={IGNORED} everyMs={everyMs} />}
      {rescued > 0 && <Forgiven run={run} title={`Rescued (${rescued})`} filter={RESCUED} everyMs={everyMs} />}
    </section>
  );
}

interface ForgivenProps {
  run: ShownRun;
  title: string;
  filter: ResultFilter;
  everyMs: number;
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
  const paged = useResultsOfRun(run.uuid, filter, everyMs);
  return (
    <>
      <Trouble error={paged.error} />
      <FailureList paged={paged} />
    </>
  );
}
