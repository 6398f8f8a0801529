import type { FoldedRows } from './fold-events.js';

/** What a fold knows besides its rows. */
export interface FoldContext {
  runId: string;
  hostIdOf: (host: string) => number;
  /** The same rows with the id of their host in place of its name. */
  withHostIds: <Row extends { host: string }>(rows: readonly Row[]) => (Omit<Row, 'host'> & { hostId: number })[];
}

/** How the rows of a fold go into a table. */
export interface FoldTable {
  name: string;
  /** The parameters that bring the rows; none when there are no rows. */
  valuesOf: (folded: FoldedRows, context: FoldContext) => unknown[];
  /** Inserts the rows of these parameters. $1 is the run's id. */
  insert: (...given: string[]) => string;
}

/** Rows as one parameter: json, because Postgres reads jsonb half as fast. */
export function asJson(rows: readonly object[]): string[] {
  return rows.length === 0 ? [] : [JSON.stringify(rows)];
}

/** A column of rows that a table may have. */
export interface FoldColumn<Row> {
  name: string;
  type: string;
  of: (row: Row, context: FoldContext) => string | number | boolean | null;
}

/** Rows as a parameter for each of their columns, for tables of many rows: Postgres reads json half as fast. */
export function asColumns<Row>(
  rows: readonly Row[],
  columns: readonly FoldColumn<Row>[],
  context: FoldContext,
): unknown[] {
  if (rows.length === 0) return [];
  return columns.map(({ type, of }) => {
    const values = rows.map((row) => of(row, context));
    // Only texts need quotes; it takes longest to write them.
    return type === 'text' ? values : `{${values.map((value) => value ?? 'NULL').join(',')}}`;
  });
}
