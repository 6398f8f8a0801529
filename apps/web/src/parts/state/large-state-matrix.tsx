import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type FocusEvent, type MouseEvent } from 'react';
import { useHiddenStops, type Stop } from '../../kit/keyboard/stops.js';
import { stringifySearch } from '../../kit/navigation/search-text.js';
import { useRangeWith } from '../../kit/table/use-range-with.js';
import { useTelling } from '../../kit/time/moment.js';
import './large-state-matrix.css';
import type { Matrix } from './matrix-of.js';
import { nextPlace, type CellPlace } from './next-place.js';
import type { ServiceState } from './service-state.query.js';
import { PlainStateCell, stopOf } from './state-cell.js';
import { useStateMatrixText } from './state-matrix.messages.js';

const HEAD_HEIGHT = 32;
const ROW = 68;
const COLUMN = { wide: 208, narrow: 168 };
const NAMES = { wide: 160, narrow: 112 };
/** Below it the names leave no room. */
const NARROW = 768;

interface Props {
  matrix: Matrix;
  stale: boolean;
  /** Whether a cell leads to the top of another page. */
  resetScroll: boolean;
}

/** Services by hosts, so many that only the cells in sight are on the page. */
export function LargeStateMatrix({ matrix, stale, resetScroll }: Props) {
  const t = useStateMatrixText();
  const telling = useTelling();
  const { hosts, rows } = matrix;
  const frame = useRef<HTMLDivElement>(null);
  const search = useSearch({ strict: false });
  // That of the open panel is in sight when one closes it.
  const [focus, setFocus] = useState(() => placeIn(matrix, search));
  const size = window.innerWidth < NARROW ? 'narrow' : 'wide';
  const [column, names] = [COLUMN[size], NAMES[size]];
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    initialOffset: Math.max(0, (focus?.row ?? 0) - 2) * ROW,
    scrollPaddingStart: HEAD_HEIGHT,
    overscan: 1,
    rangeExtractor: useRangeWith(focus?.row),
  });
  const across = useVirtualizer({
    horizontal: true,
    count: hosts.length,
    getScrollElement: () => frame.current,
    estimateSize: () => column,
    initialOffset: Math.max(0, (focus?.column ?? 0) - 1) * column,
    scrollPaddingStart: names,
    overscan: 1,
    rangeExtractor: useRangeWith(focus?.column),
  });
  const reveal = (step: 1 | -1, kind: Stop | undefined, fromOutside: boolean) => {
    const isOne = (state: ServiceState) => kind === undefined || stopOf(state) === kind;
    const place = nextPlace(rows, fromOutside ? null : focus, step, isOne);
    if (place === null) return null;
    setFocus(place);
    down.scrollToIndex(place.row);
    across.scrollToIndex(place.column);
    return `[data-place="${place.row} ${place.column}"] a`;
  };
  useHiddenStops(frame, reveal);
  const onFocus = ({ target }: FocusEvent) => {
    const place = placeOf(target);
    if (place !== null) setFocus(place);
  };
  const router = useRouter();
  const navigate = useNavigate();
  const hrefOf = ({ service, host }: ServiceState) =>
    router.history.createHref(`/state${stringifySearch({ ...search, service, host })}`);
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const place = placeOf(event.target);
    const state = place === null ? null : rows[place.row]?.cells[place.column];
    // With such a key one wants it elsewhere.
    if (state == null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { service, host } = state;
    void navigate({ to: '/state', search: (now) => ({ ...now, service, host }), resetScroll });
  };
  const columns = across.getVirtualItems();
  const width = names + across.getTotalSize();
  return (
    <div
      ref={frame}
      className={stale ? 'panel state-scroll large-matrix stale' : 'panel state-scroll large-matrix'}
      tabIndex={0}
      role="region"
      aria-label={t('matrix')}
      onFocus={onFocus}
      onClick={onClick}
    >
      <div
        role="table"
        aria-label={t('matrix')}
        aria-rowcount={rows.length + 1}
        aria-colcount={hosts.length + 1}
        style={{ width, height: HEAD_HEIGHT + down.getTotalSize() }}
      >
        <div role="row" aria-rowindex={1} className="large-head" style={{ height: HEAD_HEIGHT }}>
          <span role="columnheader" aria-colindex={1} className="large-name" style={{ width: names }}>
            {t('service')}
          </span>
          {columns.map(({ index, start }) => (
            <span
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              className="large-cell"
              style={{ left: names + start, width: column }}
            >
              <Link to="/hosts/$name" params={{ name: hosts[index] ?? '' }}>
                {hosts[index]}
              </Link>
            </span>
          ))}
        </div>
        {down.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={row.service}
              role="row"
              aria-rowindex={item.index + 2}
              className="large-row"
              style={{ top: HEAD_HEIGHT + item.start, height: ROW }}
            >
              <span role="rowheader" aria-colindex={1} className="large-name" style={{ width: names }}>
                <Link to="/services/$name" params={{ name: row.service }}>
                  {row.service}
                </Link>
                {row.differs && (
                  <span className="tag tag-warn" title={t('differsMeaning')}>
                    ≠ {t('differs')}
                  </span>
                )}
              </span>
              {columns.map(({ index, start }) => {
                const state = row.cells[index];
                return (
                  <span
                    key={index}
                    role="cell"
                    aria-colindex={index + 2}
                    className="large-cell"
                    data-place={`${item.index} ${index}`}
                    style={{ left: names + start, width: column }}
                  >
                    {state != null && <PlainStateCell state={state} href={hrefOf(state)} words={t} telling={telling} />}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where the cell of a service on a host is. */
function placeIn(
  { hosts, rows }: Matrix,
  { service, host }: { service?: string | undefined; host?: string | undefined },
): CellPlace | null {
  const row = rows.findIndex((one) => one.service === service);
  const column = hosts.findIndex((one) => one === host);
  return row === -1 || column === -1 ? null : { row, column };
}

/** Where the cell is that an event is about. */
function placeOf(target: EventTarget): CellPlace | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>('[data-place]');
  const [row, column] = cell?.dataset['place']?.split(' ').map(Number) ?? [];
  return row === undefined || column === undefined ? null : { row, column };
}
