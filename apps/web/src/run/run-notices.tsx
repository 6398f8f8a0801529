import type { ShownRun } from './run.query.js';

/** What the reader must know before believing the rest. */
export function RunNotices({ run }: { run: ShownRun }) {
  const missing = run.missingEvents.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return (
    <>
      {run.status === 'interrupted' && (
        <p className="notice notice-warn">
          This run was broken off{run.interruptedReason === null ? '.' : `: ${run.interruptedReason}`}
        </p>
      )}
      {missing > 0 && (
        <p className="notice notice-warn">
          {missing.toLocaleString('en')} {missing === 1 ? 'event is' : 'events are'} missing from the record (number{' '}
          {run.missingEvents.map(({ from, to }) => (from === to ? from : `${from}–${to}`)).join(', ')}): what is shown
          here is not everything that happened.
        </p>
      )}
    </>
  );
}
