import type { ReactNode } from 'react';
import { useFormat } from '../time/format.js';
import { usePagingText } from './paging.messages.js';
import type { Paged } from './use-pages.js';

interface Props {
  paged: Paged<unknown>;
  /** What else one may do while there is more. */
  children?: ReactNode;
}

/** "50 of 1,200", and the button for the next page. */
export function MoreButton({ paged, children }: Props) {
  const t = usePagingText();
  const format = useFormat();
  const { list, loadingMore, loadMore } = paged;
  if (list?.hasNextPage !== true) return null;
  const shown = format.number(list.nodes.length);
  const total = format.number(Math.max(list.totalCount, list.nodes.length));
  return (
    <p className="more">
      <span className="muted">{t('shown', { shown, total })}</span>
      <button type="button" onClick={loadMore} disabled={loadingMore}>
        {loadingMore ? t('loading') : t('more')}
      </button>
      {children}
    </p>
  );
}
