import { portionsOf } from './portions.js';

describe('portionsOf', () => {
  it.each([
    [[], []],
    [[3], [[3]]],
    [
      [4, 6, 1],
      [[4, 6], [1]],
    ],
    [
      [11, 1, 9, 1, 20],
      [[11], [1, 9], [1], [20]],
    ],
  ])('makes of %j portions of 10: %j', (sizes, portions) => {
    expect(portionsOf<number>(sizes, 10, (size) => size)).toEqual(portions);
  });
});
