/** What an answer may take at the 95th percentile. */
export const GOAL_MS = 50;

/** In milliseconds. */
export interface Times {
  p50: number;
  p95: number;
}

export interface QueryFigures extends Times {
  title: string;
  /** What an answer of nothing takes, at the median. */
  trivial: number;
  bytes: number;
  isFile: boolean;
  /** There is neither a row nor a figure in the answer: its time then says little. */
  isEmpty: boolean;
  wholeMs: number;
  errors: unknown;
  planFaults: string[];
  /** Of the version beside. */
  other: Times | null;
}

/** The first page of the run list, and one far behind: a key costs the same wherever it lies. */
export interface PageFigures {
  first: Times;
  deep: Times;
  ratio: number;
}

export function timesOf(times: readonly number[]): Times {
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

export function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? NaN;
}

/** As people read them. */
export function tableOf(queries: readonly QueryFigures[], beside: string | null): string {
  const rows = queries.map(({ title, p50, p95, trivial, bytes, isFile, isEmpty, wholeMs, errors, other }) => {
    const told = errors !== null ? `${title}: ${JSON.stringify(errors)}` : title;
    const whole = isFile ? ` (the whole file in ${wholeMs.toFixed(0)} ms)` : '';
    const over = errors === null && p95 > GOAL_MS ? ` (over ${GOAL_MS} ms)` : '';
    const empty = isEmpty ? ' (answers nothing)' : '';
    const others = other === null ? [] : [other.p50.toFixed(1), other.p95.toFixed(1), (p50 / other.p50).toFixed(2)];
    return [
      ...[p50.toFixed(1), p95.toFixed(1), trivial.toFixed(1), (bytes / 1000).toFixed(1), ...others],
      told + whole + over + empty,
    ];
  });
  const others = beside === null ? [] : ['beside: p50', 'p95', 'ratio'];
  const head = ['p50 ms', 'p95 ms', 'trivial', 'kB', ...others, 'query'];
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, index) => (index < head.length - 1 ? cell.padStart(12) : `  ${cell}`)).join(''),
  );
  if (beside === null) return lines.join('\n');
  const ratios = queries.flatMap(({ p50, other }) => (other === null ? [] : [p50 / other.p50]));
  const [median, most] = [quantile(ratios, 0.5).toFixed(2), quantile(ratios, 0.9).toFixed(2)];
  const sum = `Ratio to ${beside}: ${median} at the median of ${queries.length} queries, ${most} at the 90th percentile.`;
  return [...lines, sum].join('\n');
}
