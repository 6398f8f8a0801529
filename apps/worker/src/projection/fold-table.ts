import type { FoldedRows } from './fold-events.js';

/** What a fold knows besides its rows. */
export interface FoldContext {
  runId: string;
  /** The same rows with the id of their host in place of its name. */
  withHostIds: <Row extends { host: string }>(rows: readonly Row[]) => (Omit<Row, 'host'> & { hostId: number })[];
}

/** How the rows of a fold go into a table. */
export interface FoldTable {
  name: string;
  rowsOf: (folded: FoldedRows, context: FoldContext) => readonly object[];
  /** Inserts the rows of the parameter `given`, as json: Postgres reads jsonb half as fast. $1 is the run's id. */
  insert: (given: string) => string;
}
