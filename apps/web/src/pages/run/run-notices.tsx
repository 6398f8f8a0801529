import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { useRunText } from './run.messages.js';
import type { ShownLetters, ShownRun } from './run.query.js';

/** An error may quote what it is about; all that is kept of it is in the API. */
const MAX_MESSAGE = 300;

function shortened(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

/** What the reader must know before believing the rest. */
export function RunNotices({ run, letters }: { run: ShownRun; letters: ShownLetters }) {
  const t = useRunText();
  const format = useFormat();
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
    run.name === null &&
      run.status !== 'running' &&
      (start === undefined
        ? t('startMissing')
        : t('startRejected', { reason: `${start.code}, ${shortened(start.message)}` })),
    ...run.troubles.map(({ step, message, stopped }) => {
      const again = stopped ? t('notTriedAgain', { uuid: run.uuid }) : t('triedAgain');
      return `${t(`trouble.${step}`)} ${again} ${t('troubleError', { message: shortened(message) })}`;
    }),
    run.clockAhead !== null && t('clockAhead', { ahead: format.duration(run.clockAhead) }),
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
