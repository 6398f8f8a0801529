import type { ServiceState } from './service-state.type.js';

export type UnmarkedState = Omit<ServiceState, 'divergent'>;

/** Actions after which a service is meant not to run. */
const STOPPING = new Set(['stop', 'destroy']);

/** Says of each row whether its host differs from the service's others; `rows` hold all hosts of each service. */
export function markDivergent(rows: readonly UnmarkedState[]): ServiceState[] {
  const services = new Map<string, NewestOfService>();
  for (const { service, action, containers, deployedAt } of rows) {
    const known = services.get(service) ?? { isRunning: false, images: new Map<string | null, NewestImage>() };
    services.set(service, known);
    known.isRunning ||= !isStopped(action);
    for (const { name, image } of containers) {
      const newest = known.images.get(name);
      if (newest === undefined || deployedAt > newest.deployedAt) known.images.set(name, { image, deployedAt });
    }
  }
  return rows.map((row) => {
    const newest = services.get(row.service);
    const lags = row.containers.some(({ name, image }) => newest?.images.get(name)?.image !== image);
    return Object.assign(row, { divergent: lags || (isStopped(row.action) && (newest?.isRunning ?? false)) });
  });
}

interface NewestImage {
  image: string;
  deployedAt: Date;
}

/** Of a service over all its hosts: whether it runs anywhere, and of each container the image deployed last. */
interface NewestOfService {
  isRunning: boolean;
  images: Map<string | null, NewestImage>;
}

function isStopped(action: string | null): boolean {
  return action !== null && STOPPING.has(action);
}
