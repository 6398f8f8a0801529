import type { Matrix } from './matrix.query.js';
import { countsByHost, printedTasks } from './printed-tasks.js';

const matrixOf = (...rows: string[]) =>
  ({
    hostNames: [...(rows[0] ?? '')].map((_, host) => `h${host + 1}`),
    tasks: rows.map((cells, index) => ({ seq: index + 2, cells })),
  }) as Matrix;

/** As "ok others, failed h3". */
const told = (matrix: Matrix, most?: Parameters<typeof printedTasks>[1]) =>
  printedTasks(matrix, most).tasks.map(({ groups }) =>
    groups.map(({ outcome, count, hosts }) => `${outcome ?? 'none'} ${count}: ${String(hosts)}`).join('; '),
  );

describe('printedTasks', () => {
  it.each([
    ['oooo', 'ok 4: all'],
    ['ffff', 'failed 4: all'],
    ['----', 'none 4: all'],
    ['ocof', 'failed 1: h4; changed 1: h2; ok 2: others'],
    // Most have none, as of a play on some of the hosts.
    ['o---', 'ok 1: h1; none 3: others'],
    ['ooo-', 'none 1: h4; ok 3: others'],
    // What failed or changed something is named, however many they are.
    ['cccfo', 'failed 1: h4; changed 3: h1,h2,h3; ok 1: others'],
    ['cccf', 'failed 1: h4; changed 3: h1,h2,h3'],
    ['ossi', 'ok 1: h1; ignored 1: h4; skipped 2: others'],
  ])('tells %s as %s', (cells, text) => {
    expect(told(matrixOf(cells))).toEqual([text]);
  });

  it('names what failed before what changed, when there are too many, and says how many it does not name', () => {
    const matrix = matrixOf('ccooo', 'ooccc', 'ooocf');
    expect(told(matrix, { tasks: 9, names: 4 })).toEqual([
      'changed 2: h1,h2; ok 3: others',
      'changed 3: left out; ok 2: others',
      'failed 1: h5; changed 1: h4; ok 3: others',
    ]);
    expect(printedTasks(matrix, { tasks: 9, names: 4 }).leftOut).toEqual({ tasks: 0, results: 3 });
    expect(printedTasks(matrix).leftOut).toEqual({ tasks: 0, results: 0 });
  });

  it('leaves out tasks that only went well before others', () => {
    const { tasks, leftOut } = printedTasks(matrixOf('oo', 'ss', 'oc', 'of', 'oo'), { tasks: 3, names: 9 });
    expect(tasks.map(({ task }) => task)).toEqual([0, 2, 3]);
    expect(leftOut).toEqual({ tasks: 2, results: 0 });
  });

  it('names no more than a browser prints, of however many', () => {
    const rows = Array.from({ length: 2_000 }, (_, task) => (task % 2 === 0 ? 'cosf' : 'fcos').repeat(50));
    const { tasks, leftOut } = printedTasks(matrixOf(...rows));
    expect(tasks).toHaveLength(2_000);
    // Of each task's 200 hosts 50 failed, 50 changed, 50 were skipped, and the others ok: 20,000 failures have names.
    expect(leftOut).toEqual({ tasks: 0, results: 80_000 + 100_000 + 50 * 2_000 });
  });
});

describe('countsByHost', () => {
  it('counts each host by itself', () => {
    expect(countsByHost(matrixOf('oc', 'o-'))).toEqual([
      { host: 'h1', counts: new Map([['ok', 2]]) },
      { host: 'h2', counts: new Map([['changed', 1]]) },
    ]);
  });
});
