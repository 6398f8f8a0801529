import type { MatrixTask } from '../matrix/matrix.query.js';

/** Tasks whose results are asked for together. */
export interface Chunk {
  /** Places in the matrix, the last one not included. */
  from: number;
  to: number;
}

const MOST_RESULTS = 100;

/** Neighbouring tasks with up to a page of results; a task on many hosts is a chunk of its own. */
export function chunksOf(tasks: readonly MatrixTask[]): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  let results = 0;
  tasks.forEach(({ cells }, index) => {
    const here = cells.replaceAll('-', '').length;
    if (index > from && results + here > MOST_RESULTS) {
      chunks.push({ from, to: index });
      from = index;
      results = 0;
    }
    results += here;
  });
  if (tasks.length > from) chunks.push({ from, to: tasks.length });
  return chunks;
}

/** The chunks that hold tasks between two places, both included. */
export function chunksBetween(chunks: readonly Chunk[], first: number, last: number): Chunk[] {
  return chunks.filter(({ from, to }) => from <= last && first < to);
}
