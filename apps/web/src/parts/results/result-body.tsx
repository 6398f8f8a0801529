import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { ItemList } from './item-list.js';
import { ResultContents } from './result-contents.js';
import './results.css';
import { useResultsText } from './results.messages.js';
import { ResultBodyQuery } from './results.query.js';
import type { LinePlace } from './text-block.js';

interface Props {
  id: string;
  /** What stands on the page already. */
  said: string | null;
  place?: LinePlace;
}

/** The whole result, asked for when it is opened: its texts, differences, items, arguments, and all of it as a tree. */
export function ResultBody({ id, said, place }: Props) {
  const t = useResultsText();
  const { data, error } = useGraphql(ResultBodyQuery, { id });
  if (error !== null) return <Trouble error={error} />;
  if (data === null) return <Loading />;
  if (data.taskResult === null) return <p className="muted">{t('gone')}</p>;
  const { result, items, itemCount } = data.taskResult;
  const leftOut = (itemCount ?? 0) - items.totalCount;
  return (
    <div className="result-body">
      {items.totalCount > 0 && <ItemList id={id} first={items} />}
      {leftOut > 0 && <p className="muted">{t('itemsLeftOut', { count: leftOut, total: itemCount ?? 0 })}</p>}
      {result === null ? (
        <p className="muted">{t('nothing')}</p>
      ) : (
        <ResultContents value={result} said={said} place={place} />
      )}
    </div>
  );
}
