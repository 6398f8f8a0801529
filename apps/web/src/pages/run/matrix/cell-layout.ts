/** How large the cells of a heat map are, and where they lie. */
export interface CellLayout {
  cell: { width: number; height: number };
  total: { width: number; height: number };
}

const NAMES_WIDTH = 120;
const WIDEST = 18;
const NARROWEST = 4;
const HEIGHT = 16;
/** Many hosts get low rows, which still take a name. */
const LOW_HEIGHT = 12;
const MANY_HOSTS = 30;

export function layoutOf(hosts: number, tasks: number, width: number): CellLayout {
  const fitting = Math.floor((width - NAMES_WIDTH) / Math.max(1, tasks));
  const cell = {
    width: Math.max(NARROWEST, Math.min(WIDEST, fitting)),
    height: hosts > MANY_HOSTS ? LOW_HEIGHT : HEIGHT,
  };
  return { cell, total: { width: NAMES_WIDTH + tasks * cell.width, height: hosts * cell.height } };
}

export interface Place {
  host: number;
  task: number;
}

/** The cell under a point of the heat map, which is scrolled by `left` and `top`; null over the names and outside. */
export function placeAt(
  { cell }: CellLayout,
  point: { x: number; y: number },
  scrolled: { left: number; top: number },
  size: { hosts: number; tasks: number },
): Place | null {
  if (point.x < NAMES_WIDTH) return null;
  const task = Math.floor((point.x - NAMES_WIDTH + scrolled.left) / cell.width);
  const host = Math.floor((point.y + scrolled.top) / cell.height);
  return host >= 0 && host < size.hosts && task >= 0 && task < size.tasks ? { host, task } : null;
}

/** Where a cell lies inside the scrolled window. */
export function boxOf({ cell }: CellLayout, { host, task }: Place, scrolled: { left: number; top: number }) {
  return {
    x: NAMES_WIDTH + task * cell.width - scrolled.left,
    y: host * cell.height - scrolled.top,
    width: cell.width,
    height: cell.height,
  };
}

export { NAMES_WIDTH };
