import type { Matrix } from '../matrix/matrix.query.js';
import { printQuestions } from './print-questions.js';
import { resultRows, type RowFilter } from './result-rows.js';

const matrixOf = (tasks: number, cells: string) =>
  ({
    hostNames: [...cells].map((_, host) => `h${host + 1}`),
    tasks: Array.from({ length: tasks }, (_, task) => ({ seq: task + 2, name: `task ${task}`, cells })),
  }) as Matrix;

const ask = (matrix: Matrix, filter: Partial<RowFilter> = {}, most = 5_000) => {
  const whole: RowFilter = { outcomes: [], host: '', text: '', ...filter };
  return printQuestions(matrix, resultRows(matrix, whole), whole, most);
};

describe('printQuestions', () => {
  it('asks for tasks together, a page at a time', () => {
    expect(ask(matrixOf(5, 'oc'.repeat(20)))).toEqual([{ taskSeq: [2, 3] }, { taskSeq: [4, 5] }, { taskSeq: [6] }]);
  });

  it('asks for no more than the first rows', () => {
    expect(ask(matrixOf(5, 'oc'), {}, 5)).toEqual([{ taskSeq: [2, 3] }]);
    expect(ask(matrixOf(5, '--'))).toEqual([]);
  });

  it('asks for the outcomes that are shown', () => {
    expect(ask(matrixOf(3, 'ofic'), { outcomes: ['changed'] })).toEqual([{ status: ['changed'], taskSeq: [2, 3, 4] }]);
    expect(ask(matrixOf(1, 'ofic'), { outcomes: ['failed', 'ignored'] })).toEqual([
      { status: ['failed', 'unreachable'], taskSeq: [2] },
    ]);
  });

  it('asks for few hosts of many one by one', () => {
    const questions = ask(matrixOf(120, 'o'.repeat(200)), { host: 'h20' });
    // h20 and h200, of 120 tasks: 24,000 results would be 240 pages.
    expect(questions.map(({ host, taskSeq }) => [host, taskSeq?.length])).toEqual([
      ['h20', 100],
      ['h20', 20],
      ['h200', 100],
      ['h200', 20],
    ]);
    expect(ask(matrixOf(2, 'ooo'), { host: 'h' })).toEqual([{ taskSeq: [2, 3] }]);
  });
});
