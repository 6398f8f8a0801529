import { instant, limit } from './option-values.js';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('option values', () => {
  it.each([
    ['30m', '2026-11-22T11:30:00.000Z'],
    ['24h', '2026-11-21T12:00:00.000Z'],
    ['2w', '2026-11-08T12:00:00.000Z'],
    ['2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22', new Date(2026, 10, 22).toISOString()],
    ['2026-11-22T10:30', new Date(2026, 10, 22, 10, 30).toISOString()],
  ])('takes %s for a time', (text, iso) => {
    expect(instant(text, NOW)).toBe(iso);
  });

  it.each(['yesterday', '2026-02-31', '2026-13-01', '22.11.2026', '7', '7y', '99999999999999w', ''])(
    'does not take %j for a time',
    (text) => {
      expect(() => instant(text, NOW)).toThrow('Give 2026-11-22');
    },
  );

  it.each(['0', '-1', '1.5', '1e3', '10001', 'all', ''])('does not take %j for a limit', (text) => {
    expect(() => limit(text)).toThrow('Give a number from 1 to 10000.');
  });

  it('takes a whole number for a limit', () => {
    expect(limit('10000')).toBe(10_000);
  });
});
