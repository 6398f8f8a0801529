/** Seconds in the words of a person: 0.4 s, 12.3 s, 2 min 05 s, 1 h 02 min, 3 d 04 h. */
export function formatDuration(seconds: number): string {
  const known = Math.max(0, seconds);
  if (known < 0.05) return known === 0 ? '0 s' : '< 0.1 s';
  if (known < 59.95) return `${known.toFixed(1)} s`;
  const whole = Math.round(known);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${twoDigits(hours % 24)} h`;
}

/** How long ago, in one unit. */
export function formatAge(from: Date, now: Date): string {
  const seconds = (now.getTime() - from.getTime()) / 1_000;
  if (seconds < 5) return seconds < -60 ? 'in the future' : 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** Date and time where the reader is, sortable by eye. */
export function formatMoment(moment: Date): string {
  const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(twoDigits).join('-');
  return `${date} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits).join(':')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
