import './counts.css';
import { COUNTERS, type Counts } from './recap-counts.js';

/** Column headers for `CountCells`. */
export function CountHeaders() {
  return COUNTERS.map((name) => (
    <th key={name} scope="col" className="count-header">
      {name}
    </th>
  ));
}

/** One cell for each of Ansible's counters; the colour marks those that are not zero. */
export function CountCells({ counts }: { counts: Counts }) {
  return COUNTERS.map((name) => (
    <td key={name} data-label={name} className={counts[name] === 0 ? 'count count-zero' : `count count-${name}`}>
      {counts[name].toLocaleString('en')}
    </td>
  ));
}
