const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Precision {
  /** For axes that are shorter. */
  belowMs: number;
  parts: Intl.DateTimeFormatOptions;
  /** Times that are less apart than this may read the same. */
  unitMs: number;
}

const time = { hour: '2-digit', minute: '2-digit' } as const;
const date = { month: 'short', day: 'numeric' } as const;

const PRECISIONS: readonly Precision[] = [
  { belowMs: 10 * MINUTE_MS, parts: { ...time, second: '2-digit' }, unitMs: 1_000 },
  { belowMs: DAY_MS, parts: time, unitMs: MINUTE_MS },
  { belowMs: 4 * DAY_MS, parts: { ...date, ...time }, unitMs: MINUTE_MS },
  { belowMs: 200 * DAY_MS, parts: date, unitMs: DAY_MS },
];

const MONTHS: Precision = { belowMs: Infinity, parts: { year: 'numeric', month: 'short' }, unitMs: 31 * DAY_MS };

/** How times along an axis are written. */
export function precisionOf(from: Date, to: Date): Precision {
  const length = to.getTime() - from.getTime();
  return PRECISIONS.find(({ belowMs }) => length < belowMs) ?? MONTHS;
}

/** So many ticks an axis may have without two that read the same. */
export function mostTicks(from: Date, to: Date): number {
  return Math.max(1, Math.floor((to.getTime() - from.getTime()) / precisionOf(from, to).unitMs));
}
