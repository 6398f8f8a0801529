import type { Matrix } from '../matrix/matrix.query.js';
import { countOutcomes, nextRow, printedRows, resultRows } from './result-rows.js';

const matrix = {
  hostNames: ['ctl-001', 'ctl-002', 'cmp-001'],
  tasks: [
    { seq: 2, name: 'keystone : Copy', cells: 'oc-' },
    { seq: 6, name: 'nova : Start', cells: 'sfi' },
    { seq: 9, name: 'nova : Wait', cells: '---' },
  ],
} as Matrix;
const ALL = { outcomes: [], host: '', text: '' };

/** A row as "task host", a header as "task". */
const rowsOf = (filter: Parameters<typeof resultRows>[1]) => {
  const { tasks, hosts } = resultRows(matrix, filter);
  return [...tasks].map((task, row) => `${task}${hosts[row] === -1 ? '' : ` ${matrix.hostNames[hosts[row]!]}`}`);
};

describe('resultRows', () => {
  it('lists each task with its results, and one that has just begun', () => {
    expect(rowsOf(ALL)).toEqual(['0', '0 ctl-001', '0 ctl-002', '1', '1 ctl-001', '1 ctl-002', '1 cmp-001', '2']);
    expect(resultRows(matrix, ALL).results).toBe(5);
  });

  it.each([
    [{ ...ALL, outcomes: ['failed', 'ignored'] as const }, ['1', '1 ctl-002', '1 cmp-001']],
    [{ ...ALL, host: 'cmp' }, ['1', '1 cmp-001']],
    [{ ...ALL, text: 'COPY' }, ['0', '0 ctl-001', '0 ctl-002']],
    [{ outcomes: ['ok'] as const, host: 'ctl', text: 'nova' }, []],
  ])('filters by %j', (filter, rows) => {
    expect(rowsOf(filter)).toEqual(rows);
  });
});

describe('printedRows', () => {
  it('are the first ones', () => {
    expect(printedRows(resultRows(matrix, ALL), 6)).toEqual([
      { task: 0, hosts: [0, 1] },
      { task: 1, hosts: [0, 1] },
    ]);
    expect(printedRows(resultRows(matrix, ALL), 99)[2]).toEqual({ task: 2, hosts: [] });
  });
});

describe('countOutcomes', () => {
  it('counts each result once', () => {
    expect(Object.fromEntries(countOutcomes(matrix))).toEqual({ ok: 1, changed: 1, skipped: 1, failed: 1, ignored: 1 });
  });
});

describe('nextRow', () => {
  const rows = resultRows(matrix, ALL);

  it.each([
    [null, 1, false, 1],
    [2, 1, false, 4],
    [4, -1, false, 2],
    [null, -1, false, 6],
    [null, 1, true, 5],
    [5, 1, true, null],
    [6, 1, false, null],
  ] as const)('from %p by %d, of failures only: %p, is %p', (from, step, onlyFailures, row) => {
    expect(nextRow(rows, matrix, from, step, onlyFailures)).toBe(row);
  });
});
