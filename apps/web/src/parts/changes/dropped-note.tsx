import { Moment } from '../../kit/time/moment.js';
import { useChangesText } from './changes.messages.js';
import type { DroppedChanges } from './changes.query.js';

/** What retention has taken from a list of changes: who reads the rest must not take it for all. */
export function DroppedNote({ dropped }: { dropped: DroppedChanges | null }) {
  const t = useChangesText();
  if (dropped === null) return null;
  const { runs, firstStartedAt, lastStartedAt, lastDroppedAt } = dropped;
  return (
    <p className="notice notice-info">
      {t('dropped', { count: runs })} {t('droppedFrom')} <Moment at={firstStartedAt} exact />
      {lastStartedAt !== firstStartedAt && (
        <>
          {' – '}
          <Moment at={lastStartedAt} exact />
        </>
      )}
      . {t('droppedAt')} <Moment at={lastDroppedAt} exact />.
    </p>
  );
}
