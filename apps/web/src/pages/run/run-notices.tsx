import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';

/** What the reader must know before believing the rest. */
export function RunNotices({ run }: { run: ShownRun }) {
  const t = useRunText();
  const format = useFormat();
  const missing = run.missingEvents.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const ranges = run.missingEvents.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const { lost, rejected, spooled } = run.reporter ?? {};
  const warnings = [
    run.status === 'interrupted' &&
      (run.interruptedReason === null ? t('interrupted') : t('interruptedWhy', { reason: run.interruptedReason })),
    run.clockAhead !== null && t('clockAhead', { ahead: format.duration(run.clockAhead) }),
    missing > 0 && t('missing', { count: missing, ranges }),
    lost != null && lost > 0 && t('lost', { count: lost }),
    rejected != null && rejected > 0 && t('rejected', { count: rejected }),
  ].filter((warning) => warning !== false);
  return (
    <>
      {warnings.map((warning) => (
        <p key={warning} className="notice notice-warn">
          {warning}
        </p>
      ))}
      {run.detailsDroppedAt !== null && (
        <p className="notice notice-info">
          {t('dropped')} <Moment at={run.detailsDroppedAt} exact />. {t('droppedMeaning')}
        </p>
      )}
      {spooled != null && spooled > 0 && <p className="notice notice-info">{t('spooled', { count: spooled })}</p>}
    </>
  );
}
