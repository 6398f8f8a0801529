import type { ReactNode } from 'react';
import './charts.css';

interface Props {
  /** A class for each colour, such as those of charts.css, and a word for what it stands for. */
  entries: readonly { className: string; name: string }[];
  swatch?: (className: string) => ReactNode;
}

/** What the colours of a chart stand for. */
export function Legend({ entries, swatch = squareOf }: Props) {
  return (
    <ul className="legend">
      {entries.map(({ className, name }) => (
        <li key={className}>
          {swatch(className)}
          {name}
        </li>
      ))}
    </ul>
  );
}

function squareOf(className: string) {
  return (
    <svg width="10" height="10" aria-hidden="true">
      <rect width="10" height="10" rx="2" className={className} />
    </svg>
  );
}
