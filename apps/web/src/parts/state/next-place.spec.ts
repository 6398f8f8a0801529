import { matrixOf } from './matrix-of.js';
import { nextPlace } from './next-place.js';
import type { ServiceState } from './service-state.query.js';

const state = (service: string, host: string, divergent = false): ServiceState => ({
  service,
  host,
  divergent,
  action: 'deploy',
  outcome: 'ok',
  release: null,
  imageTag: null,
  unfinished: null,
  deployedAt: '2026-11-22T10:00:00Z',
});

describe('nextPlace', () => {
  // keystone . x x
  // nova     x ! .
  const { rows } = matrixOf(
    [state('keystone', 'b'), state('keystone', 'c'), state('nova', 'a'), state('nova', 'b', true)],
    '',
    false,
  );
  const any = () => true;

  it.each([
    [null, 1, { row: 0, column: 1 }],
    [{ row: 0, column: 2 }, 1, { row: 1, column: 0 }],
    [{ row: 1, column: 0 }, -1, { row: 0, column: 2 }],
    [{ row: 1, column: 1 }, 1, null],
    [{ row: 0, column: 1 }, -1, null],
    [null, -1, { row: 1, column: 1 }],
  ] as const)('from %j by %d is %j', (from, step, place) => {
    expect(nextPlace(rows, from, step, any)).toEqual(place);
  });

  it('passes over what it may not stop at', () => {
    expect(nextPlace(rows, null, 1, ({ divergent }) => divergent)).toEqual({ row: 1, column: 1 });
  });
});
