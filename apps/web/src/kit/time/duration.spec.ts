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
    expect(formatDuration(seconds, 'en')).toBe(words);
  });

  it.each([
    [0.01, 0.005, '0.010 s'],
    [0.015, 0.005, '0.015 s'],
    [0.02, 0.02, '0.02 s'],
    [0.3, 0.1, '0.3 s'],
    [20, 5, '20.0 s'],
    [59.996, 0.01, '1 min 00 s'],
  ])('says %d seconds among some that are %d apart as %s', (seconds, step, words) => {
    expect(formatDuration(seconds, 'en', step)).toBe(words);
  });

  it('writes German figures in German', () => {
    expect(formatDuration(5.877, 'de')).toBe('5,9 s');
  });
});

describe('formatAge', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const ages = (language: string) => new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  it.each([
    ['2026-11-22T12:00:09Z', 'now'],
    ['2026-11-22T11:59:57Z', 'now'],
    ['2026-11-22T13:00:00Z', 'in 1 hr.'],
    ['2026-11-22T11:59:30Z', '30 sec. ago'],
    ['2026-11-22T11:00:01Z', '59 min. ago'],
    ['2026-11-21T13:00:00Z', '23 hr. ago'],
    ['2026-11-21T11:00:00Z', 'yesterday'],
    ['2026-11-01T12:00:00Z', '21 days ago'],
  ])('says %s as %s', (from, words) => {
    expect(formatAge(new Date(from), now, ages('en'))).toBe(words);
  });

  it('speaks German', () => {
    expect(formatAge(new Date('2026-11-22T11:00:00Z'), now, ages('de'))).toBe('vor 1 Std.');
  });
});

describe('formatMoment', () => {
  it('gives the local date and time', () => {
    expect(formatMoment(new Date(2026, 0, 5, 7, 8, 9), 'local')).toBe('2026-01-05 07:08:09');
  });

  it('gives UTC to those who prefer it', () => {
    expect(formatMoment(new Date('2026-01-05T07:08:09.123Z'), 'utc')).toBe('2026-01-05 07:08:09');
  });
});
