/** Seconds, from 1 s to a day, that are round in the words of a person: after 1 min comes 2 min, not 1 min 40 s. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];

/** Where an axis of durations from 0 to `most` seconds has its marks: at about `count` round ones and 0. */
export function durationTicks(most: number, count: number): number[] {
  if (!(most > 0)) return [0];
  const least = most / count;
  const step = STEPS.find((one) => one >= least && least > 0.5) ?? roundUp(least);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

/** To 1, 2 or 5 tenths, hundredths, ..., or to whole days. */
function roundUp(seconds: number): number {
  if (seconds > 1) return Math.ceil(seconds / 86_400) * 86_400;
  const unit = 10 ** Math.floor(Math.log10(seconds));
  return ([1, 2, 5].find((digit) => digit * unit >= seconds) ?? 10) * unit;
}
