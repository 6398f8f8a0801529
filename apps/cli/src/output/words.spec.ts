import { duration, moment, oneLine } from './words.js';

describe('words', () => {
  it('tells a moment in local time', () => {
    const local = new Date(2026, 10, 5, 7, 3, 9);
    expect(moment(local.toISOString())).toBe('2026-11-05 07:03:09');
    expect(moment(null)).toBe('');
  });

  it.each([
    [0.04, '0.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3_599.6, '1 h 00 min'],
    [90_061, '25 h 01 min'],
  ])('tells %d seconds as %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });

  it('lets no text break a line or steer the terminal', () => {
    expect(oneLine(' two\r\n lines\t\u001b[31mred\u001b[0m\u202e\u0007 ')).toBe('two lines [31mred[0m');
  });
});
