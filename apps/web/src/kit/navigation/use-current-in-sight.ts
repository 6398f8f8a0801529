import { useEffect, useRef, type RefObject } from 'react';

/** For links in a row that a phone has to scroll: the one that is current, by `place`, is in sight. */
export function useCurrentInSight<Row extends HTMLElement>(place: string): RefObject<Row | null> {
  const row = useRef<Row>(null);
  useEffect(() => {
    const current = row.current?.querySelector<HTMLElement>('[aria-current]') ?? null;
    if (row.current === null || current === null) return;
    // Only sideways, and only this row: the page stays where it is.
    const [all, one] = [row.current.getBoundingClientRect(), current.getBoundingClientRect()];
    if (one.left < all.left) row.current.scrollLeft -= all.left - one.left;
    if (one.right > all.right) row.current.scrollLeft += one.right - all.right;
  }, [place]);
  return row;
}
