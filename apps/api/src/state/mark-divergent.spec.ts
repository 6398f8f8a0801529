import { DeploymentHostOutcome } from '../deployments/deployment-host.type.js';
import { markDivergent, type UnmarkedState } from './mark-divergent.js';

/** A row of keystone, deployed on a day of November with some images of its containers. */
function on(host: string, day: number, images: Record<string, string>, action = 'deploy'): UnmarkedState {
  return {
    runId: 'run',
    service: 'keystone',
    host,
    action,
    outcome: DeploymentHostOutcome.ok,
    release: null,
    imageTag: null,
    containers: Object.entries(images).map(([name, image]) => ({ name, image, tag: null, confirmed: true })),
    deployedAt: new Date(Date.UTC(2026, 10, day)),
  };
}

const divergentOf = (...rows: UnmarkedState[]) =>
  markDivergent(rows)
    .filter(({ divergent }) => divergent)
    .map(({ host }) => host);

describe('markDivergent', () => {
  it('finds the hosts that lag behind the newest image of a container', () => {
    expect(divergentOf(on('a', 1, { api: 'old' }), on('b', 2, { api: 'new' }), on('c', 2, { api: 'new' }))).toEqual([
      'a',
    ]);
  });

  it('takes no offence at hosts with other containers, or with the same image since longer', () => {
    expect(divergentOf(on('a', 1, { api: 'x' }), on('b', 2, { api: 'x', ssh: 'y' }), on('c', 3, {}))).toEqual([]);
  });

  it('finds the hosts where a service is stopped that runs elsewhere', () => {
    expect(divergentOf(on('a', 1, { api: 'x' }), on('b', 2, {}, 'stop'))).toEqual(['b']);
    expect(divergentOf(on('a', 2, {}, 'stop'), on('b', 2, {}, 'stop'))).toEqual([]);
  });

  it('keeps services apart', () => {
    expect(divergentOf(on('a', 1, { api: 'old' }), { ...on('b', 2, { api: 'new' }), service: 'nova' })).toEqual([]);
  });
});
