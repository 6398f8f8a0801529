import { StatusBadge } from '../counts/status-badge.js';
import type { Json } from '../graphql/graphql.js';
import { sendQuery } from '../graphql/send-query.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages } from '../paging/use-pages.js';
import { JsonText } from './json-text.js';
import { ResultBodyQuery, type ResultBodyData } from './results.query.js';

type Items = ResultBodyData['items'];
type Item = Items['nodes'][number];

const keyOf = ({ index }: Item) => String(index);
const NOTHING: Items = { nodes: [], totalCount: 0, pageInfo: { endCursor: null, hasNextPage: false } };

/** The items of a loop; the first page came with the result. */
export function ResultItems({ id, first }: { id: string; first: Items }) {
  const paged = usePages<Item>({
    key: ['ResultItems', id],
    ask: async (after, signal) => {
      if (after === null) return first;
      return (await sendQuery(ResultBodyQuery, { id, itemsAfter: after }, signal)).taskResult?.items ?? NOTHING;
    },
    everyMs: null,
    at: 'tail',
    keyOf,
  });
  return (
    <>
      <ol className="items">
        {paged.list?.nodes.map((item) => (
          <li key={item.index}>
            <details open={item.status === 'failed' || item.status === 'unreachable'}>
              <summary>
                <StatusBadge status={item.status} /> <code>{labelOf(item)}</code>
              </summary>
              <JsonText value={item.result} />
            </details>
          </li>
        ))}
      </ol>
      <MoreButton paged={paged} />
    </>
  );
}

function labelOf({ label, index }: { label: Json; index: number }): string {
  if (label === null) return `item ${index}`;
  return typeof label === 'string' ? label : JSON.stringify(label);
}
