/** A page of a connection. */
export interface Page<Node> {
  nodes: Node[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
  totalCount: number;
}

/** What nobody has. */
export const NO_PAGE: Page<never> = { nodes: [], pageInfo: { endCursor: null, hasNextPage: false }, totalCount: 0 };

/** The pages loaded so far, as one list. */
export interface PageList<Node> {
  nodes: Node[];
  endCursor: string | null;
  hasNextPage: boolean;
  totalCount: number;
  /** Cursor that the last page was asked with, and where in `nodes` that page begins. */
  lastAfter: string | null;
  lastStart: number;
}

export function listOf<Node>(page: Page<Node>): PageList<Node> {
  return {
    nodes: page.nodes,
    endCursor: page.pageInfo.endCursor,
    hasNextPage: page.pageInfo.hasNextPage,
    totalCount: page.totalCount,
    lastAfter: null,
    lastStart: 0,
  };
}

/** With the next page behind it; a page that was asked with another cursor came too late and is left out. */
export function withNext<Node>(list: PageList<Node>, page: Page<Node>, after: string): PageList<Node> {
  if (list.endCursor !== after) return list;
  return {
    ...listOf(page),
    nodes: [...list.nodes, ...page.nodes],
    lastAfter: after,
    lastStart: list.nodes.length,
  };
}

/**
 * With its first page asked again. The pages behind it stay where the new one reaches them; otherwise so much has come
 * that there is a gap, and the list starts over.
 */
export function withHead<Node>(list: PageList<Node>, head: Page<Node>, keyOf: (node: Node) => string): PageList<Node> {
  if (list.lastAfter === null) return listOf(head);
  const fresh = new Set(head.nodes.map(keyOf));
  const reached = list.nodes.findLastIndex((node) => fresh.has(keyOf(node)));
  if (reached === -1) return listOf(head);
  const moved = head.nodes.length - (reached + 1);
  return {
    ...list,
    nodes: [...head.nodes, ...list.nodes.slice(reached + 1)],
    totalCount: head.totalCount,
    lastStart: Math.max(0, list.lastStart + moved),
  };
}

/** With its last page asked again with `after`: how a list grows at its end. */
export function withTail<Node>(list: PageList<Node>, tail: Page<Node>, after: string | null): PageList<Node> {
  if (list.lastAfter !== after) return list;
  return {
    ...listOf(tail),
    nodes: [...list.nodes.slice(0, list.lastStart), ...tail.nodes],
    lastAfter: after,
    lastStart: list.lastStart,
  };
}
