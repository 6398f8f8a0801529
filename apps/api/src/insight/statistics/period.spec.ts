import { periodOf } from './period.js';
import { StatisticsInterval } from './statistics.args.js';

const { day, week, month } = StatisticsInterval;
const NOW = new Date('2026-11-22T15:00:00Z');
const at = (text: string | null) => (text === null ? null : new Date(text));

describe('periodOf', () => {
  it.each([
    [day, '2026-11-20T10:00:00Z', '2026-11-22T00:00:00Z', '2026-11-20', '2026-11-22'],
    [day, '2026-11-20T00:00:00Z', null, '2026-11-20', '2026-11-23'],
    [day, null, null, '2026-10-24', '2026-11-23'],
    [week, '2026-11-22T23:59:00Z', null, '2026-11-16', '2026-11-23'],
    [week, '2026-11-15T00:00:00Z', '2026-11-16T00:00:00Z', '2026-11-09', '2026-11-16'],
    [month, '2026-02-28T00:00:00Z', '2026-03-01T00:00:01Z', '2026-02-01', '2026-04-01'],
    [month, null, '2026-11-01T00:00:00Z', '2024-05-01', '2026-11-01'],
  ])('of a %s from %s to %s is from %s to before %s', (interval, since, until, from, before) => {
    expect(periodOf(interval, at(since), at(until), NOW)).toEqual({ from: new Date(from), before: new Date(before) });
  });

  it('refuses a time that ends before it begins, and one of too many intervals', () => {
    expect(() => periodOf(day, at('2026-11-23T00:00:00Z'), null, NOW)).toThrow('later than');
    expect(() => periodOf(day, at('2025-01-01T00:00:00Z'), null, NOW)).toThrow('400 intervals');
  });
});
