import type { Paged } from './use-pages.js';

/** "50 of 1,200", and the button for the next page. */
export function MoreButton({ paged, of }: { paged: Paged<unknown>; of: string }) {
  const { list, loadingMore, loadMore } = paged;
  if (list?.hasNextPage !== true) return null;
  const shown = list.nodes.length.toLocaleString('en');
  return (
    <p className="more">
      <span className="muted">
        {shown} of {Math.max(list.totalCount, list.nodes.length).toLocaleString('en')} {of}
      </span>
      <button type="button" onClick={loadMore} disabled={loadingMore}>
        {loadingMore ? 'Loading…' : 'Load more'}
      </button>
    </p>
  );
}
