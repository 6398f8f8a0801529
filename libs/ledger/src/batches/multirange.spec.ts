import { parseMultirange, toMultirange } from './multirange.js';

describe('multirange', () => {
  it('joins neighbours and ignores order and repetition', () => {
    expect(toMultirange([3, 1, 2, 7, 2])).toBe('{[1,4),[7,8)}');
  });

  it('is empty for no numbers', () => {
    expect(toMultirange([])).toBe('{}');
    expect(parseMultirange('{}')).toEqual([]);
  });

  it('reads back what it wrote', () => {
    expect(parseMultirange(toMultirange([5, 6, 9]))).toEqual([
      [5, 7],
      [9, 10],
    ]);
  });
});
