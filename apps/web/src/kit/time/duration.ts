/**
 * Seconds in the words of a person: 0.4 s, 12.3 s, 2 min 05 s, 1 h 02 min, 3 d 04 h; such that durations as far apart
 * as `step` differ, where that is less than a tenth.
 */
export function formatDuration(seconds: number, language: string, step = 0.1): string {
  const known = Math.max(0, seconds);
  const digits = Math.max(1, Math.ceil(-Math.log10(step)));
  const least = 10 ** -digits;
  const inDigits = (value: number) =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (known < least / 2) return known === 0 ? '0 s' : `< ${inDigits(least)} s`;
  if (known < 60 - least / 2) return `${inDigits(known)} s`;
  const whole = Math.round(known);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${twoDigits(hours % 24)} h`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** The page's own idea of the time may be this old. */
const TICK_SECONDS = 10;

/** How long ago, in one unit. The controller's clock may be ahead of ours. */
export function formatAge(from: Date, now: Date, words: Intl.RelativeTimeFormat): string {
  const seconds = (now.getTime() - from.getTime()) / 1_000;
  if (seconds < 5 && seconds > -TICK_SECONDS) return words.format(0, 'second');
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  return words.format(-Math.trunc(seconds / size), unit);
}

/** Date and time, sortable by eye. */
export function formatMoment(moment: Date, clock: 'local' | 'utc'): string {
  if (clock === 'utc') return moment.toISOString().slice(0, 19).replace('T', ' ');
  const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(twoDigits).join('-');
  return `${date} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits).join(':')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
