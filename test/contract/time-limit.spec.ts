import { limitFor } from '#scripts/time-limit';

const MINUTE = 60_000;

describe('the time limit of a part of npm test', () => {
  it.each([
    ['on the machine that it was chosen on', 1, 1, 25],
    ['on a faster one that has nothing else to do', 0.5, 0.1, 25],
    ['on one of half the speed', 2, 1, 50],
    ['beside others that want twice what there is', 1, 4, 50],
    ['at most', 3, 12, 75],
  ])('%s', (_where, slowness, load, minutes) => {
    expect(limitFor(slowness, load) / MINUTE).toBe(minutes);
  });
});
