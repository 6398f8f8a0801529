import type { ServiceState } from './service-state.type.js';

export type UnmarkedState = Omit<ServiceState, 'divergent'>;

/** Actions after which a service is meant not to run. */
const STOPPING = new Set(['stop', 'destroy']);

/** Says of each row whether its host differs from the service's others; `rows` hold all hosts of each service. */
export function markDivergent(rows: readonly UnmarkedState[]): ServiceState[] {
  const newestImages = new Map<string, { image: string; deployedAt: Date }>();
  const running = new Set<string>();
  for (const { service, action, containers, deployedAt } of rows) {
    if (!isStopped(action)) running.add(service);
    for (const { name, image } of containers) {
      const key = keyOf(service, name);
      const newest = newestImages.get(key);
      if (newest === undefined || deployedAt > newest.deployedAt) newestImages.set(key, { image, deployedAt });
    }
  }
  return rows.map((row) => {
    const lags = row.containers.some(({ name, image }) => newestImages.get(keyOf(row.service, name))?.image !== image);
    return { ...row, divergent: lags || (isStopped(row.action) && running.has(row.service)) };
  });
}

function isStopped(action: string | null): boolean {
  return action !== null && STOPPING.has(action);
}

function keyOf(service: string, container: string | null): string {
  return JSON.stringify([service, container]);
}
