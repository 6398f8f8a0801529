import type { Column } from '../../kit/table/data-table.js';
import { useFormat } from '../../kit/time/format.js';
import './counts.css';
import { COUNTERS, type Counts } from './recap-counts.js';

/** A column for each of Ansible's counters; the colour marks those that are not zero. */
export function countColumns<Row>(countsOf: (row: Row) => Counts, sortable = false): Column<Row>[] {
  return COUNTERS.map((name) => ({
    id: name,
    title: name,
    label: name,
    figures: true,
    className: 'count',
    ...(sortable && { sortBy: (row: Row) => countsOf(row)[name] }),
    cell: (row) => <Count name={name} value={countsOf(row)[name]} />,
  }));
}

function Count({ name, value }: { name: (typeof COUNTERS)[number]; value: number }) {
  const format = useFormat();
  return <span className={value === 0 ? 'count-zero' : `count-${name}`}>{format.number(value)}</span>;
}
