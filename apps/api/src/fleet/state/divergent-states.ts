import { DeploymentHostOutcome } from '../deployments/deployment-host.type.js';
import type { AlikeStates } from './service-state.type.js';

/** Actions after which a service is meant not to run. */
const STOPPING = new Set(['stop', 'destroy']);

/** Those in which hosts differ from the others of their service; `states` hold all hosts of each service. */
export function divergentStates(states: readonly AlikeStates[]): Set<AlikeStates> {
  const services = new Map<string, NewestOfService>();
  for (const { service, action, containers, newestAt } of states) {
    const known = services.get(service) ?? { isRunning: false, images: new Map<string | null, NewestImage>() };
    services.set(service, known);
    known.isRunning ||= !isStopped(action);
    for (const { name, image } of containers) {
      const newest = known.images.get(name);
      if (newest === undefined || newestAt > newest.deployedAt) {
        known.images.set(name, { image, deployedAt: newestAt });
      }
    }
  }
  const isDivergent = ({ service, action, containers, unfinished }: AlikeStates) => {
    // What failed says so by itself.
    if (unfinished !== null && unfinished.outcome !== DeploymentHostOutcome.failed) return true;
    const newest = services.get(service);
    const lags = containers.some(({ name, image }) => newest?.images.get(name)?.image !== image);
    return lags || (isStopped(action) && (newest?.isRunning ?? false));
  };
  return new Set(states.filter(isDivergent));
}

interface NewestImage {
  image: string;
  deployedAt: number;
}

/** Of a service over all its hosts: whether it runs anywhere, and of each container the image deployed last. */
interface NewestOfService {
  isRunning: boolean;
  images: Map<string | null, NewestImage>;
}

function isStopped(action: string | null): boolean {
  return action !== null && STOPPING.has(action);
}
