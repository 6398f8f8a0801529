import { selectList, type SelectOf } from '#database';
import { Conditions } from './conditions.js';
import { fromCursor } from './cursor.js';
import type { PageArgs } from './page-args.js';

export interface Sql {
  text: string;
  values: unknown[];
}

/** A list of such rows that is read page by page. */
export interface PageQuery<Row> {
  /** Never there: it holds the type. */
  readonly row?: Row;
  /** One row more than `first`, to know whether there is a next page. */
  page(page: PageArgs): Sql;
  /** How long all of it is. */
  count(): Sql;
}

interface KeyColumn {
  column: string;
  type: 'timestamptz' | 'uuid' | 'integer' | 'bigint' | 'double precision' | 'text';
}

/** The objects that have nested lists, by the values of their key columns. */
export interface Parents {
  columns: readonly { name: string; type: 'uuid' | 'text' }[];
  keys: readonly (readonly string[])[];
}

/**
 * The SQL of a list: a page behind a key, or the count of all. Values only ever become parameters; conditions, columns
 * and the rest are ours.
 */
export class ListQuery<Row> implements PageQuery<Row> {
  declare readonly row?: Row;
  private readonly values: unknown[];
  private readonly conditions: Conditions;

  constructor(
    private readonly parts: {
      select: SelectOf<Row>;
      from: string;
      /** Those of the parameters that `from` has. */
      values?: readonly unknown[];
      /** Unique together, in the order of the list, which an index serves. */
      key: readonly KeyColumn[];
      order: 'ASC' | 'DESC';
      /**
       * Joins that add columns to the rows of a page, and no conditions: the page is taken of `of` first. Where tables
       * have many partitions, planning the joins of all of them would take longer than reading the page.
       */
      details?: { of: string; joins: string };
    },
  ) {
    this.values = [...(parts.values ?? [])];
    this.conditions = new Conditions(this.values);
  }

  /** The names that its rows have, beside `key`. */
  get names(): string[] {
    return Object.keys(this.parts.select);
  }

  /** Adds a condition; each `?` in it stands for the next of `values`. */
  where(condition: string, ...values: unknown[]): this {
    this.conditions.where(condition, ...values);
    return this;
  }

  /** The parameter that stands for a value, for expressions outside of conditions. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  /** As `where`, when there is a value. */
  whereGiven(condition: string, value: unknown): this {
    this.conditions.whereGiven(condition, value);
    return this;
  }

  /** One row more than `first`, to know whether there is a next page. */
  page(page: PageArgs): Sql {
    const { select, from, key, order, details } = this.parts;
    const values = [...this.values];
    const conditions = [...this.conditions.all];
    if (page.after != null) {
      const after = fromCursor(page.after, key.length).map(
        (part, index) => `$${values.push(part)}::${key[index]?.type ?? 'text'}`,
      );
      const columns = key.map(({ column }) => column).join(', ');
      conditions.push(`(${columns}) ${order === 'DESC' ? '<' : '>'} (${after.join(', ')})`);
    }
    const cursor = key.map(({ column }) => `${column}::text`).join(', ');
    const ordered = `ORDER BY ${key.map(({ column }) => `${column} ${order}`).join(', ')}`;
    const rows = [...whereClause(conditions), ordered, `LIMIT $${values.push(page.first + 1)}`];
    const text = [
      `SELECT ${selectList(select)}, ARRAY[${cursor}] AS key`,
      ...(details === undefined
        ? [`FROM ${from}`, ...rows]
        : [
            'FROM (',
            ...[`SELECT ${details.of}.*`, `FROM ${from}`, ...rows].map((line) => `  ${line}`),
            `) AS ${details.of}`,
            details.joins,
            ordered,
          ]),
    ];
    return { text: text.join('\n'), values };
  }

  /** A page under each of `parents`, whose columns the conditions name as `parent.COLUMN`; all in one statement. */
  pageOfEach(page: PageArgs, parents: Parents): Sql {
    const { text, values } = this.page(page);
    const lines = [
      'SELECT parent.no::int AS parent, page.*',
      `FROM ${fromParents(parents, values)}`,
      'CROSS JOIN LATERAL (',
      'SELECT listed.*, row_number() OVER () AS place FROM (',
      text,
      ') AS listed) AS page',
      'ORDER BY parent.no, page.place',
    ];
    return { text: lines.join('\n'), values };
  }

  /** How long the list of each of `parents` is. */
  countOfEach(parents: Parents): Sql {
    const { text } = this.count();
    const values = [...this.values];
    const lines = [
      'SELECT counted.count',
      `FROM ${fromParents(parents, values)}`,
      'CROSS JOIN LATERAL (',
      text,
      ') AS counted',
      'ORDER BY parent.no',
    ];
    return { text: lines.join('\n'), values };
  }

  count(): Sql {
    const text = [`SELECT count(*)::int AS count`, `FROM ${this.parts.from}`, ...whereClause(this.conditions.all)];
    return { text: text.join('\n'), values: this.values };
  }

  /** What the list holds, by groups: their `key` and `figures`, in an order that may name both. */
  groups(groups: { by: string; key: string; figures: string; order: string; first: number }): Sql {
    const text = [
      `SELECT ${groups.key} AS key, ${groups.figures}`,
      `FROM ${this.parts.from}`,
      ...whereClause(this.conditions.all),
      `GROUP BY ${groups.by}`,
      `ORDER BY ${groups.order}`,
      `LIMIT $${this.values.length + 1}`,
    ];
    return { text: text.join('\n'), values: [...this.values, groups.first] };
  }

  /** Without order or limit, for objects by their keys. */
  all(): Sql {
    const { select, from, details } = this.parts;
    const tables = details === undefined ? from : `${from}\n  ${details.joins}`;
    const text = [
      `SELECT ${selectList(select)}, '{}'::text[] AS key`,
      `FROM ${tables}`,
      ...whereClause(this.conditions.all),
    ];
    return { text: text.join('\n'), values: this.values };
  }
}

function fromParents({ columns, keys }: Parents, values: unknown[]): string {
  const arrays = columns.map(({ type }, index) => `$${values.push(keys.map((key) => key[index]))}::${type}[]`);
  const names = columns.map(({ name }) => name).join(', ');
  return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS parent(${names}, no)`;
}

function whereClause(conditions: readonly string[]): string[] {
  return conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`];
}

/** A pattern for ILIKE that finds `text` anywhere, whatever signs it has. */
export function containing(text: string | null | undefined): string | null {
  return text == null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
