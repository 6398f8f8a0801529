/** With fewer points than this, a later half is too small to be told from chance. */
const SMALLEST_TREND = 4;

/** Seconds that half of them took at most; null of none. */
export function medianOf(durations: readonly number[]): number | null {
  const sorted = [...durations].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/**
 * The median of the later half, over that of the earlier half: 1.5 means that it takes half as long again. null when
 * there are too few to say. `durations` from the oldest to the newest; the middle one of an odd number is left out.
 */
export function changeOf(durations: readonly number[]): number | null {
  if (durations.length < SMALLEST_TREND) return null;
  const half = Math.floor(durations.length / 2);
  const [earlier, later] = [medianOf(durations.slice(0, half)), medianOf(durations.slice(-half))];
  return earlier === null || later === null || earlier === 0 ? null : later / earlier;
}
