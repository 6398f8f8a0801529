/** A moment where the reader is, sortable by eye. */
export function moment(iso: string | null): string {
  if (iso === null) return '';
  const time = new Date(iso);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':')}`;
}

/** Seconds, as long as they are few, then minutes and hours: 4.2 s, 2 min 05 s, 1 h 02 min. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** The beginning of a commit, as git shortens it. */
export function commit(hash: string | null): string {
  return hash?.slice(0, 10) ?? '';
}

/**
 * On one line, without control characters: what a host says must neither break a table nor steer the terminal that it
 * is shown on.
 */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
