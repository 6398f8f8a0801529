import { ExactNumber } from '#exact-json';
import { forTree } from './for-tree.js';

describe('JSON for the tree', () => {
  it('is the very same where all numbers are doubles', () => {
    const value = { a: [1, { b: 'c' }], d: null };
    expect(forTree(value)).toBe(value);
  });

  it('has the digits of exact numbers where the tree looks for a text', () => {
    const part = { c: 1 };
    const value = { a: [new ExactNumber('12345678901234567890'), part], b: new ExactNumber('1.0') };
    const shown = forTree(value) as { a: [Date, object]; b: Date };
    expect([shown.a[0], shown.b].map((number) => number.toISOString())).toEqual(['12345678901234567890', '1.0']);
    expect(shown.a[1]).toBe(part);
    expect(shown.b).toBeInstanceOf(Date);
  });

  it('may be as deep as a sender likes', () => {
    let deep: never[] = [new ExactNumber('1.0')] as never[];
    for (let level = 0; level < 100_000; level++) deep = [deep] as never[];
    expect(forTree(deep)).toBe(deep);
  });
});
