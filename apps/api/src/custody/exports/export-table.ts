import type { DroppedChanges } from '../../fleet/changes/dropped-changes.type.js';
import type { Questions } from '../../gate/scopes/scoped-database.js';
import type { PageQuery } from '../../graphql/relay/list-query.js';
import type { ExportFilter } from './export-filter.js';

/** What can be exported: a list, and the fields of its lines in their order. */
export interface ExportTable<Row> {
  parameters: readonly (keyof ExportFilter)[];
  query(filter: ExportFilter): PageQuery<Row>;
  fields: readonly string[];
  toLine(row: Row): Record<string, unknown>;
  /** What retention took from the list, if it takes anything from such lists. */
  dropped?(database: Questions, filter: ExportFilter): Promise<DroppedChanges | null>;
}
