import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { usePreferences } from '../../../kit/preferences/preferences.js';
import { usePrinting } from '../../../kit/printing/use-printing.js';
import { boxOf, layoutOf, NAMES_WIDTH, placeAt, type CellLayout, type Place } from './cell-layout.js';
import { drawCells, type Palette } from './draw-cells.js';
import './heat-map.css';
import { useMatrixText } from './matrix.messages.js';
import type { Matrix } from './matrix.query.js';
import { PrintedMatrix } from './printed-matrix.js';
import { OUTCOMES, outcomeOfSign } from './signs.js';

/** Of the window on the cells. */
const MOST_HEIGHT = 420;
const SCROLLBAR = 12;

const route = getRouteApi('/runs/$uuid');

/** Hosts by tasks, a cell for each result: where it is red is where to look. A cell opens its result. */
export function HeatMap({ matrix }: { matrix: Matrix }) {
  const printing = usePrinting();
  return (
    <>
      <HeatWindow matrix={matrix} />
      {printing && <PrintedMatrix matrix={matrix} />}
    </>
  );
}

function HeatWindow({ matrix }: { matrix: Matrix }) {
  const t = useMatrixText();
  const navigate = route.useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const [layout, setLayout] = useState<CellLayout | null>(null);
  const [cursor, setCursor] = useState<Place | null>(null);
  const { theme } = usePreferences();
  const { hostNames, tasks } = matrix;

  useLayoutEffect(() => {
    const measure = () => {
      if (frame.current !== null) setLayout(layoutOf(hostNames.length, tasks.length, frame.current.clientWidth));
    };
    const observer = new ResizeObserver(measure);
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, [hostNames.length, tasks.length]);

  const draw = useCallback(() => {
    const { current: shown } = canvas;
    const { current: outer } = frame;
    if (shown === null || outer === null || legend.current === null || layout === null) return;
    const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = outer;
    const context = shown.getContext('2d');
    if (context === null) return;
    const dots = window.devicePixelRatio;
    shown.width = width * dots;
    shown.height = height * dots;
    shown.style.width = `${width}px`;
    shown.style.height = `${height}px`;
    context.scale(dots, dots);
    drawCells(context, matrix, layout, { left, top, width, height }, paletteOf(legend.current), cursor);
  }, [matrix, layout, cursor]);

  useLayoutEffect(draw, [draw, theme]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => dark.removeEventListener('change', draw);
  }, [draw]);

  const open = ({ host, task }: Place) => {
    const [hostName, seq] = [hostNames[host], tasks[task]?.seq];
    if (hostName === undefined || seq === undefined) return;
    void navigate({
      search: (search) => ({ ...search, line: undefined, task: String(seq), host: hostName }),
      resetScroll: false,
      replace: true,
    });
  };
  const pointed = (event: MouseEvent): Place | null => {
    if (frame.current === null || layout === null) return null;
    const { left, top } = frame.current.getBoundingClientRect();
    const scrolled = { left: frame.current.scrollLeft, top: frame.current.scrollTop };
    const point = { x: event.clientX - left, y: event.clientY - top };
    return placeAt(layout, point, scrolled, { hosts: hostNames.length, tasks: tasks.length });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = cursor ?? { host: 0, task: 0 };
    const steps: Record<string, Place> = {
      ArrowRight: { host: from.host, task: Math.min(tasks.length - 1, from.task + 1) },
      ArrowLeft: { host: from.host, task: Math.max(0, from.task - 1) },
      ArrowDown: { host: Math.min(hostNames.length - 1, from.host + 1), task: from.task },
      ArrowUp: { host: Math.max(0, from.host - 1), task: from.task },
    };
    const next = steps[event.key];
    if (event.key === 'Enter' && cursor !== null) open(cursor);
    if (next === undefined || layout === null || frame.current === null) return;
    event.preventDefault();
    setCursor(next);
    reveal(frame.current, layout, next);
  };
  const told = cursor === null ? '' : tellCell(matrix, cursor, t);
  if (tasks.length === 0) return <p className="muted">{t('empty')}</p>;
  return (
    <div className="heat-map panel">
      <div
        ref={frame}
        className="heat-frame"
        style={layout === null ? undefined : { height: Math.min(layout.total.height + SCROLLBAR, MOST_HEIGHT) }}
        tabIndex={0}
        role="group"
        aria-label={t('summary', { hosts: hostNames.length, tasks: tasks.length })}
        onScroll={draw}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setCursor(pointed(event))}
        onClick={(event) => {
          const place = pointed(event);
          if (place !== null) open(place);
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <div className="heat-size" style={layout === null ? undefined : { ...layout.total }} />
      </div>
      <ul className="heat-legend" ref={legend}>
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            <span className={`heat-swatch heat-${outcome}`} data-colour={outcome} />
            {outcome}
          </li>
        ))}
        <li hidden>
          <span className="heat-swatch heat-none" data-colour="none" />
          <span className="heat-swatch heat-text" data-colour="text" />
          <span className="heat-swatch heat-muted" data-colour="muted" />
          <span className="heat-swatch heat-ground" data-colour="ground" />
          <span className="heat-swatch heat-focus" data-colour="focus" />
        </li>
        <li className="heat-told numbers" aria-live="polite">
          {told}
        </li>
      </ul>
    </div>
  );
}

function tellCell({ hostNames, tasks }: Matrix, { host, task }: Place, t: ReturnType<typeof useMatrixText>): string {
  const outcome = outcomeOfSign(tasks[task]?.cells[host]) ?? t('none');
  return t('cell', { task: tasks[task]?.name ?? '', host: hostNames[host] ?? '', outcome });
}

/** A canvas knows no CSS: it takes the colours that the legend shows now. */
function paletteOf(legend: HTMLElement): Palette {
  const swatches = [...legend.querySelectorAll<HTMLElement>('[data-colour]')];
  return Object.fromEntries(
    swatches.map((swatch) => [swatch.dataset['colour'], getComputedStyle(swatch).backgroundColor]),
  ) as Palette;
}

function reveal(frame: HTMLElement, layout: CellLayout, place: Place): void {
  const box = boxOf(layout, place, { left: frame.scrollLeft, top: frame.scrollTop });
  if (box.x < NAMES_WIDTH) frame.scrollLeft -= NAMES_WIDTH - box.x;
  if (box.x + box.width > frame.clientWidth) frame.scrollLeft += box.x + box.width - frame.clientWidth;
  if (box.y < 0) frame.scrollTop += box.y;
  if (box.y + box.height > frame.clientHeight) frame.scrollTop += box.y + box.height - frame.clientHeight;
}
