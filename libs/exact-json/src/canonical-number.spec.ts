import { canonicalNumber } from './canonical-number.js';
import { ExactNumber } from './exact-number.js';

const canonical = (text: string) => canonicalNumber(new ExactNumber(text));

describe('canonicalNumber', () => {
  it.each([
    ['1.0', '1'],
    ['-1.50', '-1.5'],
    ['1e5', '100000'],
    ['0.1e1', '1'],
    ['-0.0', '0'],
    ['0e999', '0'],
    ['0.00000010', '1e-7'],
    ['1e0000000021', '1e+21'],
  ])('of %s is what JavaScript writes: %s', (text, told) => {
    expect(canonical(text)).toBe(told);
  });

  it('tells numbers apart that are one double, and takes two ways to write one for the same', () => {
    expect(canonical('9007199254740993')).not.toBe(canonical('9007199254740992'));
    expect(canonical('1e400')).not.toBe(canonical('1e401'));
    expect(canonical('1e-400')).not.toBe(canonical('0.0'));
    expect(canonical('10.0e399')).toBe(canonical('1e400'));
    expect(canonical('9007199254740993.0')).toBe(canonical('9007199254740993'));
    expect(canonical('1e99999999999999999999')).not.toBe(canonical('1e99999999999999999998'));
  });

  it('takes as long as the number is', () => {
    expect(canonical(`1${'0'.repeat(2_000_000)}1`)).toContain('e0');
    expect(canonical(`${'1'.repeat(2_000_000)}.${'0'.repeat(2_000_000)}`)).toContain('e0');
  });
});
