import { Moment } from '../../kit/time/moment.js';
import { useRunText } from './run.messages.js';
import type { ShownLetters, ShownRun } from './run.query.js';

/** What the reader must know before believing the rest. */
export function RunNotices({ run, letters }: { run: ShownRun; letters: ShownLetters }) {
  const t = useRunText();
  const missing = run.missingEvents.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const ranges = run.missingEvents.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const { lost, rejected, spooled } = run.reporter ?? {};
  const open = letters.nodes.filter(({ replayedAt }) => replayedAt === null);
  const replayed = letters.nodes.length - open.length;
  // The plugin tells what it knew when it sent its last event: of a short run nothing.
  const kept = Math.max(rejected ?? 0, letters.totalCount - replayed);
  const start = open.find(({ seq }) => seq === 1);
  const warnings = [
    run.status === 'interrupted' &&
      (run.interruptedReason === null ? t('interrupted') : t('interruptedWhy', { reason: run.interruptedReason })),
    run.playbookPath === null &&
      run.status !== 'running' &&
      (start === undefined
        ? t('startMissing')
        : t('startRejected', { reason: `${start.code}, ${start.message.slice(0, 200)}` })),
    missing > 0 && t('missing', { count: missing, ranges }),
    lost != null && lost > 0 && t('lost', { count: lost }),
    kept > 0 && t('rejected', { count: kept }),
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
