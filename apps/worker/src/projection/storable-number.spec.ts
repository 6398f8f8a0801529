import { ExactNumber } from '#exact-json';
import { storableNumber } from './storable-number.js';

describe('a number for a jsonb column', () => {
  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['1.50', '1.50'],
    ['1e3', '1000'],
    ['-1.25E+1', '-12.5'],
    ['1.25e2', '125'],
    ['0.1e1', '1'],
    ['1.5e-3', '0.0015'],
    ['12.5e-1', '1.25'],
    ['0e5', '0'],
    ['0.0010e1', '0.010'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['1e-400', `0.${'0'.repeat(399)}1`],
  ])('of %s is what Postgres writes', (text, written) => {
    expect(storableNumber(new ExactNumber(text))).toEqual(new ExactNumber(written));
  });

  it.each(['1e1000', '1e-1000', `1${'0'.repeat(1_000)}`, '1e999999999999999999999', '-1e-99999999999999999999'])(
    'with more digits than that is a text (%#)',
    (text) => {
      expect(storableNumber(new ExactNumber(text))).toBe(text);
    },
  );
});
