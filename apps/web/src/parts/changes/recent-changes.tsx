import { Link } from '@tanstack/react-router';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useFormat } from '../../kit/time/format.js';
import { ChangeList } from './change-list.js';
import { useChangesText } from './changes.messages.js';
import { ChangesQuery, DroppedChangesQuery, type ChangeFilter } from './changes.query.js';
import { DroppedNote } from './dropped-note.js';

/** The newest changes of a service or on a host, and the way to all of them. `filterText` says the same as `filter`. */
export function RecentChanges({ filter, filterText }: { filter: ChangeFilter; filterText: string }) {
  const t = useChangesText();
  const format = useFormat();
  const { data, error } = useGraphql(
    ChangesQuery,
    { filter, orderBy: 'newest', first: 5, after: null },
    { everyMs: PACE.calm },
  );
  const gone = useGraphql(DroppedChangesQuery, { filter });
  const dropped = gone.data?.droppedChanges ?? null;
  const { nodes = [], totalCount = 0 } = data?.changes ?? {};
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">
        {t('title')} <span className="muted numbers">{format.number(totalCount)}</span>
      </h2>
      <Trouble error={error ?? gone.error} />
      <DroppedNote dropped={dropped} />
      {data !== null && nodes.length === 0 && <p className="muted">{t(dropped === null ? 'noneHere' : 'noneLeft')}</p>}
      {nodes.length > 0 && <ChangeList changes={nodes} open={false} />}
      {totalCount > nodes.length && (
        <p>
          <Link to="/changes" search={{ q: filterText }}>
            {t('all')}
          </Link>
        </p>
      )}
    </section>
  );
}
