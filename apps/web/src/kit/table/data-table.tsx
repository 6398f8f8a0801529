import {
  columnVisibilityFeature,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import './data-table.css';

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** What to sort by: gives the header a button. Only for lists that are loaded as a whole. */
  sortBy?: (row: Row) => string | number | null;
  /** The cell that names the row; on a phone it is the card's title. */
  header?: boolean;
  /** Figures, set to the right. */
  figures?: boolean;
  /** On a phone: the word before a value that says nothing alone. */
  label?: string;
  className?: string;
}

interface Props<Row extends object> {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** What the table lists, for those who cannot see it. */
  caption: string;
  /** The ids of the columns that are shown; without it all. */
  shown?: readonly string[];
  /** Whether the rows still answer an earlier question. */
  stale?: boolean;
  rowClass?: (row: Row) => string | undefined;
}

interface Meta {
  className: string | undefined;
  label: string | undefined;
  header: boolean;
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
  columnMeta: metaHelper<Meta>(),
});

/** The table of every list: sorts where it may, leaves out columns, and becomes cards on a phone. */
export function DataTable<Row extends object>({
  columns,
  rows,
  keyOf,
  caption,
  shown,
  stale = false,
  rowClass,
}: Props<Row>) {
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map(({ id }) => [id, shown === undefined || shown.includes(id)])),
    [columns, shown],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    state: { columnVisibility },
  });
  return (
    <div className={stale ? 'panel scroll stale' : 'panel scroll'} tabIndex={0} role="region" aria-label={caption}>
      <table className="cards">
        <caption className="unseen">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => (
                <th
                  key={id}
                  scope="col"
                  className={column.columnDef.meta?.className}
                  aria-sort={ARIA_SORT[String(column.getIsSorted())]}
                >
                  {column.getCanSort() ? (
                    <button type="button" className="sort" onClick={column.getToggleSortingHandler()}>
                      {String(column.columnDef.header)}
                    </button>
                  ) : (
                    String(column.columnDef.header)
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className={rowClass?.(row.original)}>
              {row.getVisibleCells().map((cell) => {
                const { className, label, header = false } = cell.column.columnDef.meta ?? {};
                const content = <table.FlexRender cell={cell} />;
                return header ? (
                  <th key={cell.id} scope="row" className={className}>
                    {content}
                  </th>
                ) : (
                  <td key={cell.id} className={className} data-label={label}>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ARIA_SORT: Record<string, 'ascending' | 'descending'> = { asc: 'ascending', desc: 'descending' };

function definitionOf<Row extends object>(column: Column<Row>): ColumnDef<typeof features, Row> {
  const { id, title, cell, sortBy, header = false, figures, label, className } = column;
  const classes = [figures === true && 'figures', className].filter(Boolean).join(' ');
  return {
    id,
    header: title,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    cell: ({ row }) => cell(row.original),
    enableSorting: sortBy !== undefined,
    sortFn: 'alphanumeric',
    sortUndefined: 'last',
    meta: { className: classes === '' ? undefined : classes, label, header },
  };
}
