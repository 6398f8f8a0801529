import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sentenceOf } from '../graphql/use-graphql.js';
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

interface Question<Node> {
  /** Names the question, with everything that `ask` depends on. */
  key: readonly unknown[];
  ask: AskPage<Node>;
  everyMs: number | null;
  /** Where new nodes come: at the head of a list with the newest first, else at its tail. */
  at: 'head' | 'tail';
  keyOf: (node: Node) => string;
}

/** A list that grows page by page, by cursors, and keeps its moving end fresh: the pages behind are not asked again. */
export function usePages<Node>({ key, ask, everyMs, at, keyOf }: Question<Node>): Paged<Node> {
  const client = useQueryClient();
  const known = () => client.getQueryData<PageList<Node>>(key);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<PageList<Node>> => {
      const after = at === 'tail' ? (known()?.lastAfter ?? null) : null;
      const page = await ask(after, signal);
      // As it is now: the next page may have come meanwhile.
      const list = known();
      if (list === undefined) return listOf(page);
      return at === 'head' ? withHead(list, page, keyOf) : withTail(list, page, after);
    },
    refetchInterval: everyMs ?? false,
    placeholderData: keepPreviousData,
  });
  const more = useMutation({
    mutationFn: (after: string) => ask(after, new AbortController().signal),
    onSuccess: (page, after) => client.setQueryData<PageList<Node>>(key, (list) => list && withNext(list, page, after)),
  });
  const error = query.error ?? more.error;
  return {
    list: query.data ?? null,
    error: error === null ? null : sentenceOf(error),
    stale: query.isPlaceholderData,
    loadingMore: more.isPending,
    loadMore: () => {
      const after = known()?.endCursor;
      if (after != null && !more.isPending) more.mutate(after);
    },
  };
}
