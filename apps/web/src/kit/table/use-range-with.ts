import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { useCallback } from 'react';

/** For a virtual list: what has the focus stays on the page however far one scrolls, else the focus would be lost. */
export function useRangeWith(index: number | undefined): (range: Range) => number[] {
  return useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      if (index === undefined || index >= range.count || seen.includes(index)) return seen;
      return [...seen, index].sort((a, b) => a - b);
    },
    [index],
  );
}
