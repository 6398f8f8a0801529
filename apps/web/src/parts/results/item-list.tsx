import { writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { StatusBadge } from '../counts/status-badge.js';
import { ResultContents } from './result-contents.js';
import { objectOf } from './result-parts.js';
import { useResultsText } from './results.messages.js';
import { ResultBodyQuery, type ResultItems } from './results.query.js';

type Item = ResultItems['nodes'][number];

const keyOf = ({ index }: Item) => String(index);

/** The items of a loop, those that failed open; the first page came with the result. */
export function ItemList({ id, first }: { id: string; first: ResultItems }) {
  const t = useResultsText();
  const paged = usePages<Item>({
    key: ['ItemList', id],
    ask: async (after, signal) => {
      if (after === null) return first;
      return (await sendQuery(ResultBodyQuery, { id, itemsAfter: after }, signal)).taskResult?.items ?? NO_PAGE;
    },
    everyMs: null,
    at: 'tail',
    keyOf,
  });
  const labelOf = ({ label, index }: { label: Json; index: number }): string => {
    if (label === null) return t('item', { index });
    return shortLabel(label);
  };
  return (
    <>
      <ol className="items">
        {paged.list?.nodes.map((item) => (
          <li key={item.index}>
            <details open={item.status === 'failed' || item.status === 'unreachable'}>
              <summary>
                <StatusBadge status={item.status} /> <code>{labelOf(item)}</code>
                {item.delegatedTo !== null && (
                  <>
                    {' '}
                    <span className="muted">{t('delegated', { host: item.delegatedTo })}</span>
                  </>
                )}
              </summary>
              <div className="result-body">
                <ResultContents value={item.result} said={null} />
              </div>
            </details>
          </li>
        ))}
      </ol>
      <MoreButton paged={paged} />
    </>
  );
}

/** Items of kolla's loops are whole services: their name tells enough, the rest is in the result. */
function shortLabel(label: Json): string {
  if (typeof label === 'string') return label;
  const name = objectOf(label)?.['key'] ?? objectOf(label)?.['name'];
  if (typeof name === 'string') return name;
  return writeJson(label);
}
