import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { ansiPieces } from './ansi-pieces.js';
import type { NamedText } from './result-parts.js';
import { useResultsText } from './results.messages.js';
import './text-block.css';

/** Lines behind these are there to be copied, and found in the whole result. */
const MOST_LINES = 2_000;

/** A text of a result in its colours; `place` makes a link of each line's number. */
export function TextBlock({ name, text, place }: NamedText & { place?: LinePlace | undefined }) {
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n'), [text]);
  return (
    <figure className="text-of-result">
      <figcaption>
        {name}
        <CopyButton text={text} />
      </figcaption>
      {lines.length === 1 || place === undefined ? (
        <pre tabIndex={0}>
          <AnsiText text={lines.slice(0, MOST_LINES).join('\n')} />
        </pre>
      ) : (
        <pre tabIndex={0} className="numbered">
          {lines.slice(0, MOST_LINES).map((line, index) => (
            <NumberedLine key={index} name={name} number={index + 1} line={line} place={place} />
          ))}
        </pre>
      )}
      {lines.length > MOST_LINES && <p className="muted">… {lines.length - MOST_LINES}</p>}
    </figure>
  );
}

/** The result that a line belongs to, in the run's URL. */
export interface LinePlace {
  task: string;
  host: string;
}

const route = getRouteApi('/runs/$uuid');

interface LineProps {
  name: string;
  number: number;
  line: string;
  place: LinePlace;
}

function NumberedLine({ name, number, line, place }: LineProps) {
  const t = useResultsText();
  const { uuid } = route.useParams();
  const search = route.useSearch();
  const here = `${name}:${number}`;
  const isTarget = search.line === here && search.task === place.task && search.host === place.host;
  const target = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isTarget) target.current?.scrollIntoView({ block: 'center' });
  }, [isTarget]);
  return (
    <span ref={target} className={isTarget ? 'numbered-line numbered-target' : 'numbered-line'}>
      <Link
        to="/runs/$uuid"
        params={{ uuid }}
        search={{ ...search, ...place, line: here }}
        resetScroll={false}
        replace
        className="line-number"
        aria-label={t('line', { number, name })}
      >
        {number}
      </Link>
      <AnsiText text={line} />
      {'\n'}
    </span>
  );
}

export function AnsiText({ text }: { text: string }) {
  const pieces = useMemo(() => ansiPieces(text), [text]);
  return pieces.map((piece, index) =>
    piece.className === undefined ? (
      piece.text
    ) : (
      <span key={index} className={piece.className}>
        {piece.text}
      </span>
    ),
  );
}
