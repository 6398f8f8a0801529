const DAY_MS = 86_400_000;

export interface Period {
  /** As the URL has it. */
  name: '7d' | '30d' | '90d' | '365d';
  days: number;
  interval: 'day' | 'week' | 'month';
}

export const PERIODS: readonly Period[] = [
  { name: '7d', days: 7, interval: 'day' },
  { name: '30d', days: 30, interval: 'day' },
  { name: '90d', days: 90, interval: 'week' },
  { name: '365d', days: 365, interval: 'month' },
];

const USUAL: Period = { name: '30d', days: 30, interval: 'day' };

export function periodOf(name: string | undefined): Period {
  return PERIODS.find((period) => period.name === name) ?? USUAL;
}

/** Begin of the interval, in UTC, that holds a time so many days back. */
export function sinceOf({ days, interval }: Period, now: Date): Date {
  return beginOf(new Date(now.getTime() - (days - 1) * DAY_MS), interval);
}

/** The beginnings of all intervals from `since` to now: the API leaves out those without runs. */
export function startsOf({ interval }: Period, since: Date, now: Date): Date[] {
  const starts: Date[] = [];
  for (let start = since; start <= now; start = afterOf(start, interval)) starts.push(start);
  return starts;
}

function beginOf(moment: Date, interval: Period['interval']): Date {
  const day = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()));
  // A week begins on Monday, which is day 1.
  if (interval === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  if (interval === 'month') day.setUTCDate(1);
  return day;
}

function afterOf(start: Date, interval: Period['interval']): Date {
  const next = new Date(start);
  if (interval === 'month') next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (interval === 'week' ? 7 : 1));
  return next;
}
