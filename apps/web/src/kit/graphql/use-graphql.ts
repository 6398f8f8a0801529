import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { Kind } from 'graphql';
import { sendQuery } from './send-query.js';

export interface Answered<Data> {
  /** The last good answer, also while a newer one is under way or has failed. */
  data: Data | null;
  error: string | null;
  /** Whether the answer still belongs to an earlier question. */
  stale: boolean;
}

interface How<Data> {
  /** Asks again so often while the page is visible: see kit/live/pace.ts. */
  everyMs?: number | null | ((data: Data | undefined) => number);
  /** false: there is nothing to ask yet. */
  enabled?: boolean;
  /** Until a new answer comes, the answer to the question before stays. */
  keep?: boolean;
}

/** Asks the API one operation. Two components that ask the same share the answer. */
export function useGraphql<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  { everyMs = null, enabled = true, keep = false }: How<Data> = {},
): Answered<Data> {
  const { data, error, isPlaceholderData } = useQuery<Data>({
    queryKey: queryKeyOf(document, variables),
    queryFn: ({ signal }) => sendQuery(document, variables, signal),
    refetchInterval: typeof everyMs === 'function' ? (query) => everyMs(query.state.data) : (everyMs ?? false),
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  });
  return { data: data ?? null, error: error === null ? null : sentenceOf(error), stale: isPlaceholderData };
}

/** Under which the answer is kept: `queryClient.invalidateQueries({ queryKey: [name] })` asks again. */
export function queryKeyOf<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): [string, Variables] {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return [operation?.name?.value ?? '', variables];
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
