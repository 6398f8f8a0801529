import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { BadInputError } from '../../errors/bad-input.error.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { toConnection, type Connection, type Keyed } from './connection.js';
import type { ListQuery, PageQuery, Parents, Sql } from './list-query.js';
import type { PageArgs } from './page-args.js';

/** Runs list queries: a page is one statement, its `totalCount` another, and only when asked for. */
@Injectable()
export class Lists {
  constructor(private readonly database: ScopedDatabase) {}

  async page<Row, Node>(
    query: PageQuery<Row>,
    page: PageArgs,
    toNode: (row: Row & Keyed) => Node,
  ): Promise<Connection<Node>> {
    const rows = await this.askPage<Row & Keyed>(query.page(page), page);
    return toConnection(rows, page, toNode, async () => {
      const count = query.count();
      const [row] = await this.database.query<{ count: number }[]>(count.text, count.values);
      return row?.count ?? 0;
    });
  }

  /** A page under each of the parents, in their order: one statement for all of them, and one for all counts. */
  async pagesOfEach<Row, Node>(
    query: ListQuery<Row>,
    parents: Parents,
    page: PageArgs,
    toNode: (row: Row & Keyed) => Node,
  ): Promise<Connection<Node>[]> {
    const found = await this.askPage<Row & Keyed & { parent: number }>(query.pageOfEach(page, parents), page);
    const rows = parents.keys.map((): (Row & Keyed)[] => []);
    for (const row of found) rows[row.parent - 1]?.push(row);
    let counting: Promise<{ count: number }[]> | null = null;
    const countAll = async (index: number) => {
      const { text, values } = query.countOfEach(parents);
      counting ??= this.database.query<{ count: number }[]>(text, values);
      return (await counting)[index]?.count ?? 0;
    };
    return rows.map((ofParent, index) => toConnection(ofParent, page, toNode, () => countAll(index)));
  }

  async one<Row, Node>(query: ListQuery<Row>, toNode: (row: Row & Keyed) => Node): Promise<Node | null> {
    const [first] = await this.all(query, toNode);
    return first ?? null;
  }

  /** All that the query finds: for conditions on keys, of which the caller has few. */
  async all<Row, Node>(query: ListQuery<Row>, toNode: (row: Row & Keyed) => Node): Promise<Node[]> {
    const { text, values } = query.all();
    return (await this.database.query<(Row & Keyed)[]>(text, values)).map(toNode);
  }

  private async askPage<Row>({ text, values }: Sql, page: PageArgs): Promise<Row[]> {
    return this.database.query<Row[]>(text, values).catch((error: unknown) => {
      // The only values that callers shape freely are those of the cursor: the schema types the others.
      if (page.after != null && isUnreadableValue(error))
        throw new BadInputError('"after" is not a cursor of this list.');
      throw error;
    });
  }
}

function isUnreadableValue(error: unknown): boolean {
  return error instanceof QueryFailedError && /^22/.test((error.driverError as { code?: string }).code ?? '');
}
