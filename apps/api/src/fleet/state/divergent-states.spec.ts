import { DeploymentHostOutcome } from '../deployments/deployment-host.type.js';
import { divergentStates } from './divergent-states.js';
import type { AlikeStates } from './service-state.type.js';

/** What was done to keystone on hosts, on a day of November, with some images of its containers. */
function on(hosts: string[], day: number, images: Record<string, string>, action = 'deploy'): AlikeStates {
  return {
    runId: 'run',
    service: 'keystone',
    hosts,
    action,
    outcome: DeploymentHostOutcome.ok,
    release: null,
    imageTag: null,
    containers: Object.entries(images).map(([name, image]) => ({ name, image, tag: null, confirmed: true })),
    endedAts: hosts.map(() => `2026-11-0${day}T00:00:00+00:00`),
    newestAt: Date.UTC(2026, 10, day) / 1_000,
    unfinished: null,
  };
}

const divergentOf = (...states: AlikeStates[]) => [...divergentStates(states)].flatMap(({ hosts }) => hosts);

describe('divergentStates', () => {
  it('finds the hosts that lag behind the newest image of a container', () => {
    expect(divergentOf(on(['a', 'd'], 1, { api: 'old' }), on(['b', 'c'], 2, { api: 'new' }))).toEqual(['a', 'd']);
  });

  it('takes no offence at hosts with other containers, or with the same image since longer', () => {
    expect(divergentOf(on(['a'], 1, { api: 'x' }), on(['b'], 2, { api: 'x', ssh: 'y' }), on(['c'], 3, {}))).toEqual([]);
  });

  it('finds the hosts where a service is stopped that runs elsewhere', () => {
    expect(divergentOf(on(['a'], 1, { api: 'x' }), on(['b'], 2, {}, 'stop'))).toEqual(['b']);
    expect(divergentOf(on(['a'], 2, {}, 'stop'), on(['b'], 2, {}, 'stop'))).toEqual([]);
  });

  it('finds the hosts where a deployment did not come to its end', () => {
    const unfinished = { runId: 'later', outcome: DeploymentHostOutcome.interrupted, action: 'upgrade', ats: [] };
    expect(divergentOf(on(['a'], 1, { api: 'x' }), { ...on(['b'], 1, { api: 'x' }), unfinished })).toEqual(['b']);
  });

  it('keeps services apart', () => {
    const nova = { ...on(['b'], 2, { api: 'new' }), service: 'nova' };
    expect(divergentOf(on(['a'], 1, { api: 'old' }), nova)).toEqual([]);
  });
});
