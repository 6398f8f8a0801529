import { RunStatistics, StatisticsPoint, StatisticsSeries, type DurationStatistics } from './statistics.type.js';

type Counts = Pick<RunStatistics, 'runs' | 'completed' | 'failed' | 'interrupted' | 'failures' | 'changed'>;

/** The counts of one interval; an empty name stands for what is not known. */
export type CountRow = Counts & { name: string; start: Date };

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

/** One series. Over the whole time it comes to what its intervals do. */
export function toSeries(name: string, { points, durations, pointDurations }: SeriesDetails): StatisticsSeries {
  return Object.assign(new StatisticsSeries(), {
    name: name === '' ? null : name,
    readTotal: async () =>
      Object.assign(new RunStatistics(), statisticsOf(sumOf((await points()).get(name) ?? [])), {
        readDuration: async () => (await durations()).get(name) ?? null,
      }),
    allPoints: async () =>
      ((await points()).get(name) ?? []).map((row) =>
        Object.assign(new StatisticsPoint(), statisticsOf(row), {
          start: row.start,
          readDuration: async () => (await pointDurations()).get(pointKey(name, row.start)) ?? null,
        }),
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

function statisticsOf(counts: Counts): Counts & Pick<RunStatistics, 'successRate'> {
  const { runs, completed, failed, interrupted, failures, changed } = counts;
  const successRate = runs === 0 ? null : completed / runs;
  return { runs, completed, failed, interrupted, failures, changed, successRate };
}
