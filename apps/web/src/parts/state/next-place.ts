import type { MatrixRow } from './matrix-of.js';
import type { ServiceState } from './service-state.query.js';

export interface CellPlace {
  row: number;
  column: number;
}

/** The next cell that is one, row by row from `from`; without it, the first, or the last where one goes back. */
export function nextPlace(
  rows: readonly MatrixRow[],
  from: CellPlace | null,
  step: 1 | -1,
  stopsAt: (state: ServiceState) => boolean,
): CellPlace | null {
  const width = rows[0]?.cells.length ?? 0;
  const start = from === null ? (step === 1 ? -1 : rows.length * width) : from.row * width + from.column;
  for (let number = start + step; number >= 0 && number < rows.length * width; number += step) {
    const place = { row: Math.floor(number / width), column: number % width };
    const state = rows[place.row]?.cells[place.column];
    if (state != null && stopsAt(state)) return place;
  }
  return null;
}
