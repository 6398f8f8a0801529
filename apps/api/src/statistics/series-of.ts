import { RunStatistics, StatisticsPoint, StatisticsSeries, type DurationStatistics } from './statistics.type.js';

type Counts = Pick<RunStatistics, 'runs' | 'completed' | 'failed' | 'interrupted' | 'failures' | 'changed'>;

/** The counts of one interval; an empty name stands for what is not known. */
export type CountRow = Counts & { name: string; start: Date };

/** What the series of a page are told with: read once for all of them, and only if somebody selects it. */
export interface SeriesDetails {
  /** The intervals of each, by name and time. */
  points: () => Promise<ReadonlyMap<string, CountRow[]>>;
  durations: () => Promise<ReadonlyMap<string, DurationStatistics>>;
}

/** Names the durations of an interval, or without one of the whole time. */
export function durationKey(name: string, start: Date | null): string {
  return `${start?.toISOString() ?? ''} ${name}`;
}

/** One series, from what it comes to over the whole time. */
export function toSeries(
  { name, ...counts }: Counts & { name: string },
  { points, durations }: SeriesDetails,
): StatisticsSeries {
  return Object.assign(new StatisticsSeries(), {
    name: name === '' ? null : name,
    total: Object.assign(new RunStatistics(), statisticsOf(counts), {
      durationKey: durationKey(name, null),
      durations,
    }),
    allPoints: async () =>
      ((await points()).get(name) ?? []).map((row) =>
        Object.assign(new StatisticsPoint(), statisticsOf(row), {
          start: row.start,
          durationKey: durationKey(name, row.start),
          durations,
        }),
      ),
  });
}

function statisticsOf(counts: Counts): Counts & Pick<RunStatistics, 'successRate'> {
  const { runs, completed, failed, interrupted, failures, changed } = counts;
  const successRate = runs === 0 ? null : completed / runs;
  return { runs, completed, failed, interrupted, failures, changed, successRate };
}
