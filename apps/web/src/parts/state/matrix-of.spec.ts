import { matrixOf } from './matrix-of.js';
import type { ServiceState } from './service-state.query.js';

const state = (service: string, host: string, divergent = false): ServiceState => ({
  service,
  host,
  divergent,
  action: 'deploy',
  outcome: 'ok',
  release: '2025.2',
  imageTag: null,
  unfinished: null,
  deployedAt: '2026-11-22T10:00:00Z',
});

describe('matrixOf', () => {
  const states = [
    state('keystone', 'ctl-002'),
    state('keystone', 'ctl-001'),
    state('nova', 'ctl-001', true),
    state('nova', 'cmp-001'),
  ];

  it('has a row for each service and a cell for each host', () => {
    const { hosts, rows } = matrixOf(states, '', false);
    expect(hosts).toEqual(['cmp-001', 'ctl-001', 'ctl-002']);
    expect(
      rows.map(({ service, cells, differs }) => [service, differs, cells.map((cell) => cell?.host ?? null)]),
    ).toEqual([
      ['keystone', false, [null, 'ctl-001', 'ctl-002']],
      ['nova', true, ['cmp-001', 'ctl-001', null]],
    ]);
  });

  it.each([
    ['KEY', false, ['ctl-001', 'ctl-002'], ['keystone']],
    ['cmp', false, ['cmp-001'], ['nova']],
    ['', true, ['cmp-001', 'ctl-001'], ['nova']],
    ['key', true, [], []],
  ])('leaves what is looked for: %j, only what differs: %s', (find, onlyDiffering, hosts, services) => {
    const matrix = matrixOf(states, find, onlyDiffering);
    expect(matrix.hosts).toEqual(hosts);
    expect(matrix.rows.map(({ service }) => service)).toEqual(services);
  });
});
