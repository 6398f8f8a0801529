import { BadInputError } from '../../errors/bad-input.error.js';
import { StatisticsInterval } from './statistics.args.js';

/** Whole intervals, in UTC: from the first day to before the other. */
export interface Period {
  from: Date;
  before: Date;
}

const MAX_INTERVALS = 400;
const DEFAULT_INTERVALS = 30;
const DAY_MS = 86_400_000;

/** The intervals that a question is about. Throws BadInputError when they are none, or too many. */
export function periodOf(
  interval: StatisticsInterval,
  since: Date | null | undefined,
  until: Date | null | undefined,
  now: Date,
): Period {
  const last = startOf(interval, until == null ? now : new Date(until.getTime() - 1));
  const from = since == null ? moved(interval, last, 1 - DEFAULT_INTERVALS) : startOf(interval, since);
  const before = moved(interval, last, 1);
  if (from >= before) throw new BadInputError('"until" must be later than "since".');
  if (moved(interval, from, MAX_INTERVALS) < before) {
    throw new BadInputError(
      `There may be at most ${MAX_INTERVALS} intervals from "since" to "until": use longer intervals.`,
    );
  }
  return { from, before };
}

function startOf(interval: StatisticsInterval, time: Date): Date {
  const [year, month] = [time.getUTCFullYear(), time.getUTCMonth()];
  if (interval === StatisticsInterval.month) return new Date(Date.UTC(year, month, 1));
  const day = new Date(Date.UTC(year, month, time.getUTCDate()));
  if (interval === StatisticsInterval.day) return day;
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS);
}

function moved(interval: StatisticsInterval, start: Date, count: number): Date {
  if (interval === StatisticsInterval.month) {
    return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, 1));
  }
  return new Date(start.getTime() + count * DAY_MS * (interval === StatisticsInterval.week ? 7 : 1));
}
