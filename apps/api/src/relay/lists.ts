import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { BadInputError } from './bad-input.error.js';
import { toConnection, type Connection, type Keyed } from './connection.js';
import type { ListQuery } from './list-query.js';
import type { PageArgs } from './page-args.js';

/** Runs list queries: a page is one statement, its `totalCount` another, and only when asked for. */
@Injectable()
export class Lists {
  constructor(private readonly dataSource: DataSource) {}

  async page<Row extends Keyed, Node>(
    query: ListQuery,
    page: PageArgs,
    toNode: (row: Row) => Node,
  ): Promise<Connection<Node>> {
    const { text, values } = query.page(page);
    const rows = await this.dataSource.query<Row[]>(text, values).catch((error: unknown) => {
      // The only values that callers shape freely are those of the cursor: the schema types the others.
      if (page.after != null && isUnreadableValue(error))
        throw new BadInputError('"after" is not a cursor of this list.');
      throw error;
    });
    return toConnection(rows, page, toNode, async () => {
      const count = query.count();
      const [row] = await this.dataSource.query<{ count: number }[]>(count.text, count.values);
      return row?.count ?? 0;
    });
  }

  async one<Row, Node>(query: ListQuery, toNode: (row: Row) => Node): Promise<Node | null> {
    const [first] = await this.all(query, toNode);
    return first ?? null;
  }

  /** All that the query finds: for conditions on keys, of which the caller has few. */
  async all<Row, Node>(query: ListQuery, toNode: (row: Row) => Node): Promise<Node[]> {
    const { text, values } = query.all();
    return (await this.dataSource.query<Row[]>(text, values)).map(toNode);
  }
}

function isUnreadableValue(error: unknown): boolean {
  return error instanceof QueryFailedError && /^22/.test((error.driverError as { code?: string }).code ?? '');
}
