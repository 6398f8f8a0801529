import type { DroppedChanges } from '../../fleet/changes/dropped-changes.type.js';
import type { Questions } from '../../gate/scopes/scoped-database.js';
import type { Keyed } from '../../graphql/relay/connection.js';
import { toCursor } from '../../graphql/relay/cursor.js';
import type { PageQuery } from '../../graphql/relay/list-query.js';
import { csvLine } from './csv.js';
import type { ExportFilter } from './export-filter.js';
import type { ExportTable } from './export-table.js';

/** A batch with the longest diffs takes 2 MB. */
const ROWS_AT_ONCE = 500;
/** What comes first comes as soon as a page of a list does. */
const ROWS_AT_FIRST = 50;

export const EXPORT_FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    header: csvLine,
    line: csvLine,
    // As many cells as the others have.
    remark: (dropped: DroppedChanges, fields: readonly string[]) =>
      csvLine(fields.map((_, index) => (index === 0 ? `# ${sentenceOn(dropped)}` : null))),
  },
  jsonl: {
    type: 'application/jsonl; charset=utf-8',
    header: () => '',
    line: (values: readonly unknown[], fields: readonly string[]) =>
      `${JSON.stringify(Object.fromEntries(fields.map((field, index) => [field, values[index] ?? null])))}\n`,
    remark: (droppedChanges: DroppedChanges) => `${JSON.stringify({ droppedChanges })}\n`,
  },
} as const;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/**
 * The text of an export, batch by batch. The next batch is read when the one before is taken, and no sooner. The last
 * line tells what retention took, also while we read; there is none when it took nothing.
 * See docs/decisions/0008-changes-are-kept-apart-and-drift-is-asked.md.
 */
export async function* exportLines<Row>(
  database: Questions,
  { fields, toLine, query, dropped }: Pick<ExportTable<Row>, 'fields' | 'toLine' | 'query' | 'dropped'>,
  filter: ExportFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { header, line, remark } = EXPORT_FORMATS[format];
  let text = header(fields);
  for await (const rows of batchesOf<Row>(database, query(filter))) {
    for (const row of rows) {
      const told = toLine(row);
      text += line(
        fields.map((field) => told[field]),
        fields,
      );
    }
    yield text;
    text = '';
  }
  const gone = (await dropped?.(database, filter)) ?? null;
  yield gone === null ? text : text + remark(gone, fields);
}

/**
 * The rows of a list, each batch behind the key of the one before: between two batches we hold no connection and no
 * snapshot, so a reader may be as slow as he likes.
 */
async function* batchesOf<Row>(database: Questions, query: PageQuery<Row>): AsyncGenerator<(Row & Keyed)[]> {
  let [after, first]: [string | null, number] = [null, ROWS_AT_FIRST];
  for (;;) {
    const { text, values } = query.page({ first, after });
    const rows = await database.query<(Row & Keyed)[]>(text, values);
    const batch = rows.slice(0, first);
    const last = batch.at(-1);
    if (last === undefined) return;
    yield batch;
    if (rows.length <= first) return;
    [after, first] = [toCursor(last.key), ROWS_AT_ONCE];
  }
}

function sentenceOn({ runs, firstStartedAt, lastStartedAt, lastDroppedAt }: DroppedChanges): string {
  const [first, last, at] = [firstStartedAt, lastStartedAt, lastDroppedAt].map((moment) => moment.toISOString());
  return (
    `Incomplete: retention removed the details of ${runs} ${runs === 1 ? 'run' : 'runs'}, started from ${first} to ` +
    `${last}, the last at ${at}. Their changes are no longer listed.`
  );
}
