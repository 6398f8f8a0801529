import { useFormat } from '../../kit/time/format.js';
import './counts.css';
import { COUNTERS, type Counts } from './recap-counts.js';

/** The counters as large figures. */
export function CountList({ title, counts }: { title: string; counts: Counts }) {
  const format = useFormat();
  return (
    <ul className="count-list" aria-label={title}>
      {COUNTERS.map((name) => (
        <li key={name} className={counts[name] === 0 ? 'count-zero' : `count-${name}`}>
          <strong className="numbers">{format.number(counts[name])}</strong> {name}
        </li>
      ))}
    </ul>
  );
}
