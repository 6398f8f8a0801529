import { grown, growsFrom } from './grown-matrix.js';
import type { Matrix } from './matrix.query.js';

const matrix = (hostNames: string[], tasks: [number, string][]) =>
  ({ hostNames, tasks: tasks.map(([seq, cells]) => ({ seq, cells })) }) as Matrix;

describe('a matrix that grows', () => {
  const known = matrix(
    ['a'],
    [
      [2, 'o'],
      [5, '-'],
    ],
  );

  it('takes its later tasks anew', () => {
    expect(
      grown(
        known,
        matrix(
          ['a'],
          [
            [5, 'c'],
            [9, '-'],
          ],
        ),
      ),
    ).toEqual(
      matrix(
        ['a'],
        [
          [2, 'o'],
          [5, 'c'],
          [9, '-'],
        ],
      ),
    );
  });

  it('stays when nothing is later', () => {
    expect(grown(known, matrix(['a'], []))).toEqual(known);
  });

  it('is asked for as a whole when a host has come', () => {
    expect(grown(known, matrix(['a', 'b'], [[5, 'cc']]))).toBeNull();
  });

  it('is asked for again from its twentieth task from the end on', () => {
    const long = matrix(
      ['a'],
      Array.from({ length: 50 }, (_, index) => [index + 1, 'o'] as [number, string]),
    );
    expect(growsFrom(long)).toBe(31);
    expect(growsFrom(matrix(['a'], []))).toBeNull();
  });
});
