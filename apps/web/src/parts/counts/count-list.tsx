import { useFormat } from '../../kit/time/format.js';
import { useRunText } from '../../pages/run/run.messages.js';
import './counts.css';
import { COUNTERS, type Counts } from './recap-counts.js';

/** The counters as large figures. */
export function CountList({ counts }: { counts: Counts }) {
  const t = useRunText();
  const format = useFormat();
  return (
    <ul className="count-list" aria-label={t('recap')}>
      {COUNTERS.map((name) => (
        <li key={name} className={counts[name] === 0 ? 'count-zero' : `count-${name}`}>
          <strong className="numbers">{format.number(counts[name])}</strong> {name}
        </li>
      ))}
    </ul>
  );
}
