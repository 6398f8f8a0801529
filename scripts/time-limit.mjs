import { availableParallelism, loadavg } from 'node:os';

/** More than any part takes on the machine that it was chosen on, which has two cores and nothing else to do. */
const LEAST_MS = 25 * 60_000;
const MOST_MS = 75 * 60_000;
/** What `work` takes there of the processor. */
const WORK_MS = 400;
/** So many processes of ours want each core there. */
const OWN_LOAD = 2;

/**
 * Answers how long a part may take by now: longer on a processor that is slower, and while many others want it too (the
 * load of the last 15 minutes), for then everything takes that many times as long.
 */
export function timeLimit() {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const slowness = (user + system) / 1_000 / WORK_MS;
  return () => limitFor(slowness, loadavg()[2] / availableParallelism());
}

/**
 * @param {number} slowness
 * @param {number} load of each core
 */
export function limitFor(slowness, load) {
  const limit = LEAST_MS * slowness * Math.max(1, load / OWN_LOAD);
  return Math.min(MOST_MS, Math.max(LEAST_MS, limit));
}

/** Some of what compilers and tests do: many small texts and objects. */
function work() {
  const texts = Array.from({ length: 200_000 }, (_, index) => `text ${(index * 7_919) % 200_003}`);
  JSON.parse(JSON.stringify(texts.sort().map((text, index) => ({ text, index }))));
}
