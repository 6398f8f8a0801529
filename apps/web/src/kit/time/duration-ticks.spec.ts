import { durationTicks } from './duration-ticks.js';
import { formatDuration } from './duration.js';

describe('durationTicks', () => {
  it.each([
    [402, ['0 s', '2 min 00 s', '4 min 00 s', '6 min 00 s']],
    [151, ['0 s', '1 min 00 s', '2 min 00 s']],
    [34, ['0 s', '10.0 s', '20.0 s', '30.0 s']],
    [1.7, ['0 s', '0.5 s', '1.0 s', '1.5 s']],
    [0.033, ['0 s', '0.01 s', '0.02 s', '0.03 s']],
    [9_000, ['0 s', '1 h 00 min', '2 h 00 min']],
    [400_000, ['0 s', '2 d 00 h', '4 d 00 h']],
    [0, ['0 s']],
  ])('of %d seconds are round', (most, words) => {
    const ticks = durationTicks(most, 4);
    expect(ticks.map((tick) => formatDuration(tick, 'en', ticks[1] ?? 1))).toEqual(words);
  });
});
