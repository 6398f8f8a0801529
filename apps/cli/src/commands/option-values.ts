import { InvalidArgumentError, Option } from 'commander';

const MAX_LIMIT = 10_000;
const AGO = /^(\d+)(m|h|d|w)$/;
const SECONDS = { m: 60, h: 3_600, d: 86_400, w: 604_800 };
const MOMENT = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** How many rows a list gives. */
export function limitOption(usual = 50): Option {
  return new Option('-n, --limit <number>', `maximum number of rows (1 to ${MAX_LIMIT})`)
    .default(usual)
    .argParser(limit);
}

/** A time, given as one or as how long ago. */
export function timeOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => instant(text, new Date()));
}

/** One of some words. */
export function choiceOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

/** A whole number of rows. */
export function limit(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_LIMIT) throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
  return number;
}

/**
 * An instant in ISO 8601: `7d` is seven days before `now`, `2026-11-22` the midnight with which the day begins where
 * the reader is; a time without a zone is local too.
 */
export function instant(text: string, now: Date): string {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined) {
    const time = new Date(now.getTime() - Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1_000);
    if (!Number.isNaN(time.getTime())) return time.toISOString();
  }
  const [, day, time] = MOMENT.exec(text) ?? [];
  if (day !== undefined) {
    const moment = new Date(`${day}${time ?? 'T00:00'}`);
    // A Date takes 31 February for 3 March.
    const midnight = new Date(`${day}T00:00Z`);
    if (!Number.isNaN(moment.getTime()) && midnight.toISOString().startsWith(day)) return moment.toISOString();
  }
  throw new InvalidArgumentError(
    'Give 2026-11-22, 2026-11-22T10:00, 2026-11-22T10:00:00Z, or how long ago: 30m, 24h, 7d, 2w.',
  );
}
