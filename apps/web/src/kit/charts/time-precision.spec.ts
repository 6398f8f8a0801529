import { scaleUtc } from '@visx/scale';
import { mostTicks, precisionOf } from './time-precision.js';

describe('ticks along an axis of times', () => {
  const from = new Date('2026-01-05T07:08:09Z');
  const HOUR = 3_600_000;
  const lengths = [1 / 60, 0.1, 0.5, 3, 20, 30, 50, 90, 120, 24 * 7, 24 * 30, 24 * 150, 24 * 201, 24 * 400];
  it.each(lengths)('read differently, %d hours long', (hours) => {
    const to = new Date(from.getTime() + hours * HOUR);
    const ticks = scaleUtc({ domain: [from, to] }).ticks(Math.min(13, mostTicks(from, to)));
    const words = new Intl.DateTimeFormat('en', { ...precisionOf(from, to).parts, timeZone: 'UTC' });
    const texts = ticks.map((tick) => words.format(tick));
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
