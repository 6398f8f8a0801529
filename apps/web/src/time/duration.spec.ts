import { formatAge, formatDuration, formatMoment } from './duration.js';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.01, '< 0.1 s'],
    [0.44, '0.4 s'],
    [5.877, '5.9 s'],
    [59.94, '59.9 s'],
    [59.97, '1 min 00 s'],
    [125.4, '2 min 05 s'],
    [3_599.6, '1 h 00 min'],
    [3_725, '1 h 02 min'],
    [86_399, '1 d 00 h'],
    [273_600, '3 d 04 h'],
    [-3, '0 s'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('formatAge', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-22T12:00:02Z', 'just now'],
    ['2026-11-22T13:00:00Z', 'in the future'],
    ['2026-11-22T11:59:30Z', '30 s ago'],
    ['2026-11-22T11:00:01Z', '59 min ago'],
    ['2026-11-21T13:00:00Z', '23 h ago'],
    ['2026-11-01T12:00:00Z', '21 d ago'],
  ])('says %s as %s', (from, words) => {
    expect(formatAge(new Date(from), now)).toBe(words);
  });
});

describe('formatMoment', () => {
  it('gives the local date and time', () => {
    expect(formatMoment(new Date(2026, 0, 5, 7, 8, 9))).toBe('2026-01-05 07:08:09');
  });
});
