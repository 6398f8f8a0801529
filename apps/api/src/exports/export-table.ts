import type { Keyed } from '../relay/connection.js';
import type { PageQuery } from '../relay/list-query.js';
import type { ExportFilter } from './export-filter.js';

/** What can be exported: a list, and the fields of its lines in their order. */
export interface ExportTable<Row extends Keyed> {
  parameters: readonly (keyof ExportFilter)[];
  query(filter: ExportFilter): PageQuery;
  fields: readonly string[];
  toLine(row: Row): Record<string, unknown>;
}
