import type { MatrixTask } from '../matrix/matrix.query.js';
import { chunksBetween, chunksOf } from './result-chunks.js';

const tasks = (...counts: number[]) => counts.map((count) => ({ cells: `${'o'.repeat(count)}--` })) as MatrixTask[];

describe('chunksOf', () => {
  it.each([
    [tasks(), []],
    [tasks(3, 4, 5), [{ from: 0, to: 3 }]],
    [
      tasks(60, 50, 10, 40),
      [
        { from: 0, to: 1 },
        { from: 1, to: 4 },
      ],
    ],
    [
      tasks(200, 200),
      [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
      ],
    ],
  ])('%#', (given, chunks) => {
    expect(chunksOf(given)).toEqual(chunks);
  });

  it('are found by the tasks that are seen', () => {
    const chunks = chunksOf(tasks(90, 90, 90, 90));
    expect(chunksBetween(chunks, 1, 2)).toEqual([
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect(chunksBetween(chunks, 9, 12)).toEqual([]);
  });
});
