import type { ReactNode } from 'react';
import { Loading } from '../notices/loading.js';
import { Trouble } from '../notices/trouble.js';
import { MoreButton } from '../paging/more-button.js';
import type { Paged } from '../paging/use-pages.js';
import { DataTable, type Column } from './data-table.js';

interface Props<Row extends object> {
  paged: Paged<Row>;
  columns: Column<Row>[];
  keyOf: (row: Row) => string;
  caption: string;
  /** In place of a table without rows. */
  empty: ReactNode;
}

/** A list by cursors as a table, with what may be wrong with it and the button for more. */
export function PagedTable<Row extends object>({ paged, columns, keyOf, caption, empty }: Props<Row>) {
  const { list, error, stale } = paged;
  return (
    <>
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && empty}
      {list !== null && list.nodes.length > 0 && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={caption} stale={stale} />
      )}
      <MoreButton paged={paged} />
    </>
  );
}
