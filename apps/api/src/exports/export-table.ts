import type { Questions } from '../access/scoped-database.js';
import type { DroppedChanges } from '../changes/dropped-changes.type.js';
import type { Keyed } from '../relay/connection.js';
import type { PageQuery } from '../relay/list-query.js';
import type { ExportFilter } from './export-filter.js';

/** What can be exported: a list, and the fields of its lines in their order. */
export interface ExportTable<Row extends Keyed> {
  parameters: readonly (keyof ExportFilter)[];
  query(filter: ExportFilter): PageQuery;
  fields: readonly string[];
  toLine(row: Row): Record<string, unknown>;
  /** What retention took from the list, if it takes anything from such lists. */
  dropped?(database: Questions, filter: ExportFilter): Promise<DroppedChanges | null>;
}
