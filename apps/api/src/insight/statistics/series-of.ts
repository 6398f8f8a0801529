import { objectOf } from '../../graphql/object-of.js';
import { StatisticsSeries, type DurationStatistics, type RunStatistics } from './statistics.type.js';

export const COUNTS = ['runs', 'completed', 'failed', 'interrupted', 'failures', 'changed'] as const;

type Counts = Pick<RunStatistics, (typeof COUNTS)[number]>;

/** The counts of one interval. */
export type CountRow = Counts & { start: Date };

/** Those of the intervals of a series, oldest first: of each what it counts, and when it began in seconds of Unix time. */
export type CountColumns = Record<(typeof COUNTS)[number] | 'starts', readonly number[]>;

/** What the series of a page are told with: each is read once for all of them, and only if somebody selects it. */
export interface SeriesDetails {
  /** The intervals of each, by name and time. */
  points: () => Promise<ReadonlyMap<string, CountRow[]>>;
  /** Of the whole time, by the name. */
  durations: () => Promise<ReadonlyMap<string, DurationStatistics>>;
  /** Of each interval, by its `pointKey`. */
  pointDurations: () => Promise<ReadonlyMap<string, DurationStatistics>>;
}

/** Names an interval of a series. */
export function pointKey(name: string, start: Date): string {
  return `${start.getTime()} ${name}`;
}

export function countRowsOf({ starts, ...columns }: CountColumns): CountRow[] {
  return starts.map((start, at) => ({
    start: new Date(start * 1_000),
    runs: columns.runs[at] ?? 0,
    completed: columns.completed[at] ?? 0,
    failed: columns.failed[at] ?? 0,
    interrupted: columns.interrupted[at] ?? 0,
    failures: columns.failures[at] ?? 0,
    changed: columns.changed[at] ?? 0,
  }));
}

/** One series; an empty name stands for what is not known. Over the whole time it comes to what its intervals do. */
export function toSeries(name: string, { points, durations, pointDurations }: SeriesDetails): StatisticsSeries {
  return objectOf(StatisticsSeries, {
    name: name === '' ? null : name,
    readTotal: async (withDuration: boolean) => {
      // Beside the points, not behind them; whether it fails is told where it is asked for.
      if (withDuration) durations().catch(() => undefined);
      const total = sumOf((await points()).get(name) ?? []);
      return toStatistics(total, async () => (await durations()).get(name) ?? null);
    },
    allPoints: async () =>
      ((await points()).get(name) ?? []).map((row) =>
        toStatistics(row, async () => (await pointDurations()).get(pointKey(name, row.start)) ?? null),
      ),
  });
}

function sumOf(points: readonly Counts[]): Counts {
  const sum: Counts = { runs: 0, completed: 0, failed: 0, interrupted: 0, failures: 0, changed: 0 };
  for (const point of points) {
    sum.runs += point.runs;
    sum.completed += point.completed;
    sum.failed += point.failed;
    sum.interrupted += point.interrupted;
    sum.failures += point.failures;
    sum.changed += point.changed;
  }
  return sum;
}

/** Adds what is told besides to the counts themselves: an answer has thousands of them. */
function toStatistics<T extends Counts>(counts: T, readDuration: RunStatistics['readDuration']): T & RunStatistics {
  const { runs, completed } = counts;
  return Object.assign(counts, { successRate: runs === 0 ? null : completed / runs, readDuration });
}
