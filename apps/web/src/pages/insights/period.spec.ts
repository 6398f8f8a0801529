import { periodOf, sinceOf, startsOf } from './period.js';

// A Sunday.
const now = new Date('2026-11-22T12:00:00Z');
const days = (dates: Date[]) => dates.map((date) => date.toISOString().slice(0, 10));

describe('the period of the insights', () => {
  it.each([
    ['7d', '2026-11-16', 7],
    [undefined, '2026-10-24', 30],
    ['nonsense', '2026-10-24', 30],
    ['90d', '2026-08-24', 13],
    ['365d', '2025-11-01', 13],
  ])('%s begins on %s and has %i intervals', (name, begin, count) => {
    const period = periodOf(name);
    const since = sinceOf(period, now);
    const starts = startsOf(period, since, now);
    expect(since.toISOString()).toBe(`${begin}T00:00:00.000Z`);
    expect(starts).toHaveLength(count);
    expect(starts.at(-1)?.getTime()).toBeLessThanOrEqual(now.getTime());
  });

  it('counts weeks from Monday', () => {
    const period = periodOf('90d');
    expect(days(startsOf(period, sinceOf(period, now), now)).slice(-2)).toEqual(['2026-11-09', '2026-11-16']);
  });
});
