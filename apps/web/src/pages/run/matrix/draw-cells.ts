import { boxOf, NAMES_WIDTH, type CellLayout, type Place } from './cell-layout.js';
import type { Matrix } from './matrix.query.js';
import { outcomeOfSign, type Outcome } from './signs.js';

export type Palette = Record<Outcome | 'none' | 'text' | 'muted' | 'ground' | 'focus', string>;

interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

const MARKED: ReadonlySet<Outcome> = new Set(['failed', 'unreachable']);

/** Draws the cells that can be seen, and the names of their hosts. */
export function drawCells(
  context: CanvasRenderingContext2D,
  { hostNames, tasks }: Matrix,
  layout: CellLayout,
  window: Window,
  palette: Palette,
  cursor: Place | null,
): void {
  const { cell } = layout;
  const firstHost = Math.floor(window.top / cell.height);
  const lastHost = Math.min(hostNames.length, Math.ceil((window.top + window.height) / cell.height));
  const firstTask = Math.floor(window.left / cell.width);
  const lastTask = Math.min(tasks.length, Math.ceil((window.left + window.width) / cell.width));
  const gap = cell.width > 5 ? 1 : 0.5;
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, window.width, window.height);
  for (let task = firstTask; task < lastTask; task++) {
    const cells = tasks[task]?.cells ?? '';
    for (let host = firstHost; host < lastHost; host++) {
      const outcome = outcomeOfSign(cells[host]);
      const { x, y } = boxOf(layout, { host, task }, window);
      context.fillStyle = palette[outcome ?? 'none'];
      context.fillRect(x, y, cell.width - gap, cell.height - 1);
      if (outcome !== null && MARKED.has(outcome))
        mark(context, x, y, cell.width - gap, cell.height - 1, palette.ground);
    }
  }
  drawNames(context, hostNames, firstHost, lastHost, layout, window, palette);
  if (cursor !== null) drawCursor(context, boxOf(layout, cursor, window), palette);
}

/** Not by colour alone: a failure has a notch. */
function mark(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, colour: string) {
  const side = Math.max(2, Math.min(width, height) / 2);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + side, y);
  context.lineTo(x, y + side);
  context.fill();
}

function drawNames(
  context: CanvasRenderingContext2D,
  hostNames: readonly string[],
  first: number,
  last: number,
  { cell }: CellLayout,
  window: Window,
  palette: Palette,
): void {
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, NAMES_WIDTH, window.height);
  context.fillStyle = palette.text;
  context.textBaseline = 'middle';
  context.font = `${Math.min(12, cell.height - 2)}px system-ui, sans-serif`;
  for (let host = first; host < last; host++) {
    const middle = host * cell.height - window.top + cell.height / 2;
    context.fillText(fitting(context, hostNames[host] ?? '', NAMES_WIDTH - 8), 0, middle);
  }
}

/** A long name without its middle: of machines the beginning tells what they are, and the end which. */
function fitting(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name;
  for (let kept = name.length - 1; kept > 2; kept--) {
    const short = `${name.slice(0, Math.ceil(kept / 2))}…${name.slice(name.length - Math.floor(kept / 2))}`;
    if (context.measureText(short).width <= width) return short;
  }
  return '…';
}

function drawCursor(context: CanvasRenderingContext2D, box: ReturnType<typeof boxOf>, palette: Palette): void {
  if (box.x < NAMES_WIDTH) return;
  context.strokeStyle = palette.focus;
  context.lineWidth = 2;
  context.strokeRect(box.x - 1, box.y - 1, box.width + 1, box.height + 1);
}
