import { RunStatistics, StatisticsPoint, type StatisticsSeries } from './statistics.type.js';

type Counts = Pick<RunStatistics, 'runs' | 'completed' | 'failed' | 'interrupted' | 'failures' | 'changed'>;

/** The counts of one interval; an empty name stands for what is not known. */
export type CountRow = Counts & { name: string; start: Date };

/** Names the durations of an interval, or without one of the whole time. */
export function durationKey(name: string, start: Date | null): string {
  return `${start?.toISOString() ?? ''} ${name}`;
}

/** The rows of each name as one series, the one with most runs first. `rows` by time. */
export function seriesOf(rows: readonly CountRow[], durations: RunStatistics['durations']): StatisticsSeries[] {
  const byName = new Map<string, CountRow[]>();
  for (const row of rows) {
    const ofName = byName.get(row.name);
    if (ofName === undefined) byName.set(row.name, [row]);
    else ofName.push(row);
  }
  return [...byName]
    .map(([name, ofName]) => ({
      name: name === '' ? null : name,
      total: Object.assign(new RunStatistics(), statisticsOf(ofName.reduce<Counts>(added, NOTHING)), {
        durationKey: durationKey(name, null),
        durations,
      }),
      points: ofName.map((row) =>
        Object.assign(new StatisticsPoint(), statisticsOf(row), {
          start: row.start,
          durationKey: durationKey(name, row.start),
          durations,
        }),
      ),
    }))
    .sort((a, b) => b.total.runs - a.total.runs || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

const NOTHING: Counts = { runs: 0, completed: 0, failed: 0, interrupted: 0, failures: 0, changed: 0 };

function added(sum: Counts, { runs, completed, failed, interrupted, failures, changed }: Counts): Counts {
  return {
    runs: sum.runs + runs,
    completed: sum.completed + completed,
    failed: sum.failed + failed,
    interrupted: sum.interrupted + interrupted,
    failures: sum.failures + failures,
    changed: sum.changed + changed,
  };
}

function statisticsOf(counts: Counts): Counts & Pick<RunStatistics, 'successRate'> {
  const { runs, completed, failed, interrupted, failures, changed } = counts;
  const successRate = runs === 0 ? null : completed / runs;
  return { runs, completed, failed, interrupted, failures, changed, successRate };
}
