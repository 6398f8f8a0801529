import { useCallback, useRef, useState } from 'react';
import { sentenceOf } from '../graphql/use-answer.js';
import { useRepeated } from '../graphql/use-repeated.js';
import { listOf, withHead, withNext, withTail, type Page, type PageList } from './page-list.js';

/** Asks for the page behind `after`. */
export type AskPage<Node> = (after: string | null, signal: AbortSignal) => Promise<Page<Node>>;

export interface Paged<Node> {
  list: PageList<Node> | null;
  error: string | null;
  /** Whether the list still answers an earlier question. */
  stale: boolean;
  loadingMore: boolean;
  loadMore: () => void;
}

interface Refresh<Node> {
  everyMs: number | null;
  /** Where new nodes come: at the head of a list with the newest first, else at its tail. */
  at: 'head' | 'tail';
  keyOf: (node: Node) => string;
}

/** A list that grows page by page and keeps itself fresh. `ask` and `keyOf` must keep their identity. */
export function usePages<Node>(ask: AskPage<Node>, { everyMs, at, keyOf }: Refresh<Node>): Paged<Node> {
  const [list, setList] = useState<PageList<Node> | null>(null);
  const [answers, setAnswers] = useState<AskPage<Node> | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  // What a refresh starts from: it must not be started anew by every change of the list.
  const current = useRef<{ ask: AskPage<Node>; list: PageList<Node> } | null>(null);

  const show = useCallback(
    (next: PageList<Node>) => {
      current.current = { ask, list: next };
      setList(next);
      setAnswers(() => ask);
      setError(null);
    },
    [ask],
  );

  const refresh = useCallback(
    async (signal: AbortSignal) => {
      const known = current.current?.ask === ask ? current.current.list : null;
      const after = at === 'tail' ? (known?.lastAfter ?? null) : null;
      try {
        const page = await ask(after, signal);
        if (signal.aborted) return;
        const now = known === null ? null : (current.current?.list ?? null);
        if (now === null) show(listOf(page));
        else show(at === 'head' ? withHead(now, page, keyOf) : withTail(now, page, after));
      } catch (failure) {
        if (!signal.aborted) setError(sentenceOf(failure));
      }
    },
    [ask, at, keyOf, show],
  );
  useRepeated(refresh, everyMs);

  const loadMore = useCallback(() => {
    const after = current.current?.list.endCursor;
    if (after == null) return;
    setLoadingMore(true);
    ask(after, new AbortController().signal)
      .then((page) => {
        if (current.current?.ask === ask) show(withNext(current.current.list, page, after));
      })
      .catch((failure: unknown) => setError(sentenceOf(failure)))
      .finally(() => setLoadingMore(false));
  }, [ask, show]);

  return { list, error, stale: list !== null && answers !== ask, loadingMore, loadMore };
}
