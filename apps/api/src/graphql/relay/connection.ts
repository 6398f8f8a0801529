import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../errors/bad-input.error.js';
import { fromCursor, toCursor } from './cursor.js';
import type { PageArgs } from './page-args.js';

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'Whether there is more behind this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether this page was asked for behind a cursor.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first node; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last node: give it as `after`.' })
  endCursor!: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
  /** Counts the whole list; asked only when `totalCount` is selected. */
  countAll: () => Promise<number>;
}

/** The GraphQL type of a page of `nodeType`, and the resolver of its `totalCount`. */
export function connectionOf<Node>(
  nodeType: Type<Node>,
  name = nodeType.name,
): { type: Type<Connection<Node>>; resolver: Type<unknown> } {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in the list.` })
  class Edge {
    @Field({ description: 'Give it as `after` to go on behind this node.' })
    cursor!: string;

    @Field(() => nodeType, { description: 'The object itself.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name}s, after the Relay specification.` })
  class ConnectionType {
    @Field(() => [Edge], { description: 'The nodes with their cursors.' })
    edges!: Edge[];

    @Field(() => [nodeType], { description: 'The nodes.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;

    countAll!: () => Promise<number>;
  }

  @Resolver(() => ConnectionType)
  class ConnectionResolver {
    @ResolveField(() => Int, { description: 'How many there are in the whole list; counted when asked for.' })
    totalCount(@Parent() connection: ConnectionType): Promise<number> {
      return connection.countAll();
    }
  }

  return { type: ConnectionType, resolver: ConnectionResolver };
}

/** A row of a page: its key columns as text, in the order of the list. */
export interface Keyed {
  key: string[];
}

/** Makes a page of `first + 1` rows asked for: the row too many tells that there is a next page. */
export function toConnection<Row extends Keyed, Node>(
  rows: readonly Row[],
  page: PageArgs,
  toNode: (row: Row) => Node,
  countAll: () => Promise<number>,
): Connection<Node> {
  const edges = rows.slice(0, page.first).map((row) => ({ cursor: toCursor(row.key), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    countAll,
  };
}

/** A page of what is in memory already. A cursor is a place in it: for what is computed the same way each time. */
export function pageOf<Item, Node>(
  items: readonly Item[],
  page: PageArgs,
  toNode: (item: Item) => Node,
): Connection<Node> {
  const start = page.after == null ? 0 : placeIn(page.after) + 1;
  const rows = items
    .slice(start, start + page.first + 1)
    .map((item, offset) => ({ item, key: [String(start + offset)] }));
  return toConnection(
    rows,
    page,
    ({ item }) => toNode(item),
    () => Promise.resolve(items.length),
  );
}

function placeIn(cursor: string): number {
  const [place = ''] = fromCursor(cursor, 1);
  if (!/^\d{1,9}$/.test(place)) throw new BadInputError('"after" is not a cursor of this list.');
  return Number(place);
}
