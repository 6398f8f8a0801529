import { changeOf, medianOf } from './duration-trend.js';

describe('duration trend', () => {
  it('takes the middle, or the mean of the two in the middle', () => {
    expect(medianOf([30, 10, 20])).toBe(20);
    expect(medianOf([40, 10, 20, 30])).toBe(25);
    expect(medianOf([])).toBeNull();
  });

  it('compares the later half with the earlier', () => {
    expect(changeOf([10, 10, 20, 20])).toBe(2);
    expect(changeOf([10, 12, 1_000, 5, 6])).toBe(0.5);
  });

  it('says nothing of a few, and nothing of what took no time', () => {
    expect(changeOf([10, 20, 30])).toBeNull();
    expect(changeOf([0, 0, 5, 5])).toBeNull();
  });
});
