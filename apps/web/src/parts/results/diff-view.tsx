import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { diffLines, type DiffLine } from './diff-lines.js';
import './diff-view.css';
import type { ResultDiff } from './result-parts.js';
import { useResultsText } from './results.messages.js';
import './text-block.css';

/** A difference as one reads it in a terminal: what went is red, what came is green, each with its sign. */
export function DiffView({ diff }: { diff: ResultDiff }) {
  const t = useResultsText();
  const lines = diffLines(diff);
  const name = diff.name === null ? t('diff') : t('diffOf', { name: diff.name });
  if (lines === null) return <p className="muted">{`${name}: ${t('binary')}`}</p>;
  return <DiffText name={name} lines={lines} />;
}

export function DiffText({ name, lines }: { name: string; lines: readonly DiffLine[] }) {
  return (
    <figure className="text-of-result">
      <figcaption>
        {name}
        <CopyButton text={() => lines.map(({ text }) => text).join('\n')} />
      </figcaption>
      <pre className="diff" tabIndex={0}>
        {lines.map(({ kind, text }, index) => (
          <span key={index} className={`diff-${kind}`}>
            {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
  );
}
