import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Stop } from '../../kit/keyboard/stops.js';
import { ToldMoment, useTelling, type Telling } from '../../kit/time/moment.js';
import { StatusBadge } from '../counts/status-badge.js';
import type { ServiceState } from './service-state.query.js';
import { useStateMatrixText } from './state-matrix.messages.js';

export interface ServicePlace {
  service: string;
  host: string;
}

const STOPPING: readonly (string | null)[] = ['stop', 'destroy'];

const isFailed = ({ outcome }: ServiceState) => outcome === 'failed' || outcome === 'unreachable';

const isStopped = ({ action, imageTag }: ServiceState) => STOPPING.includes(action) && imageTag === null;

/** `n` stops at what differs too: it needs somebody. */
export const stopOf = (state: ServiceState): Stop => (isFailed(state) || state.divergent ? 'failure' : 'row');

interface Props {
  state: ServiceState;
  /** Whether it leads to the top of another page. */
  resetScroll: boolean;
}

/** Opens the history of a service on a host. */
export const StateCell = memo(function StateCell({ state, resetScroll }: Props) {
  const { service, host } = state;
  const words = useStateMatrixText();
  const telling = useTelling();
  return (
    <Link
      to="/state"
      search={(now) => ({ ...now, service, host })}
      resetScroll={resetScroll}
      className={classOf(state)}
      data-stop={stopOf(state)}
      data-cell={cellNameOf(state)}
      aria-haspopup="dialog"
    >
      <CellWords state={state} words={words} telling={telling} />
    </Link>
  );
});

interface WordsProps {
  state: ServiceState;
  words: ReturnType<typeof useStateMatrixText>;
  telling: Telling;
}

/**
 * The same for cells that come and go by the hundred: who shows them says where they lead and with which words, and
 * follows the click.
 */
export const PlainStateCell = memo(function PlainStateCell({ href, ...cell }: WordsProps & { href: string }) {
  const { state } = cell;
  return (
    <a
      href={href}
      className={classOf(state)}
      data-stop={stopOf(state)}
      data-cell={cellNameOf(state)}
      aria-haspopup="dialog"
    >
      <CellWords {...cell} />
    </a>
  );
});

const cellNameOf = ({ service, host }: ServicePlace) => `${service} ${host}`;

/** Brings a cell into sight, where it is on the page, for it to take the focus. */
export function revealCell(place: ServicePlace): HTMLElement | null {
  const cell = document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cellNameOf(place))}"]`);
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return cell;
}

const classOf = ({ outcome, divergent }: ServiceState) =>
  `state-cell state-${outcome}${divergent ? ' state-divergent' : ''}`;

/** The image that runs, where one does. */
export function TagText({ state, words }: Omit<WordsProps, 'telling'>) {
  const { imageTag } = state;
  return isStopped(state) ? words('stopped') : (imageTag ?? <span className="muted">{words('noTag')}</span>);
}

function CellWords({ state, words, telling }: WordsProps) {
  const { service, host, action, outcome, release, imageTag, deployedAt, divergent, unfinished } = state;
  return (
    <>
      <span className="unseen">{`${words('cell', { service, host })}: `}</span>
      <span className="state-tag" title={imageTag ?? undefined}>
        <TagText state={state} words={words} />
      </span>
      <span className="state-what">
        {action} {release}
      </span>
      <span className="state-when">
        {isFailed(state) || unfinished !== null ? <StatusBadge status={outcome} /> : outcome} ·{' '}
        <ToldMoment at={unfinished?.at ?? deployedAt} telling={telling} />
      </span>
      {unfinished !== null && (
        <span className="state-mark" title={words('unfinishedMeaning')}>
          {words('unfinished')}
        </span>
      )}
      {divergent && unfinished === null && (
        <span className="state-mark" title={words('differsMeaning')}>
          ≠ <span className="state-mark-word">{words('differs')}</span>
        </span>
      )}
    </>
  );
}
