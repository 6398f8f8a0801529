import { useEffect, useState } from 'react';
import type { Paged } from './use-pages.js';

export interface PrintAll {
  /** How much of it is loaded, from 0 to 1; null while nothing is to be printed. */
  part: number | null;
  /** Loads what is to be printed, and prints; while it loads, breaks that off. */
  press: () => void;
}

/** Printing a list that has a part of its pages on the page: the others, up to `most` rows, must have come before. */
export function usePrintAll({ list, error, loadingMore, loadMore }: Paged<unknown>, most: number): PrintAll {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (!wanted || list === null || loadingMore) return;
    if (error === null && list.hasNextPage && list.nodes.length < most) return loadMore();
    setWanted(false);
    if (error === null) window.print();
  }, [wanted, list, error, loadingMore, loadMore, most]);
  const [loaded, total] = [list?.nodes.length ?? 0, Math.min(most, list?.totalCount ?? 0)];
  return {
    part: wanted ? Math.min(1, loaded / Math.max(1, total)) : null,
    press: () => setWanted(!wanted),
  };
}
