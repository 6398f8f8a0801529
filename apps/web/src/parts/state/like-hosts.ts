import type { MatrixRow } from './matrix-of.js';
import type { ServiceState } from './service-state.query.js';

export interface LikeHosts {
  /** What is the same on all of them. */
  state: ServiceState;
  hosts: string[];
  /** When the first and the last of them got it. */
  from: string;
  to: string;
}

/** The hosts of a service, those together on which it is the same. */
export function likeHosts({ cells }: MatrixRow): LikeHosts[] {
  const groups = new Map<string, LikeHosts>();
  for (const state of cells) {
    if (state === null) continue;
    const { host, action, outcome, release, imageTag, divergent, deployedAt, unfinished } = state;
    const key = JSON.stringify([action, outcome, release, imageTag, divergent, unfinished !== null]);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { state, hosts: [host], from: deployedAt, to: deployedAt });
    } else {
      known.hosts.push(host);
      if (deployedAt < known.from) known.from = deployedAt;
      if (deployedAt > known.to) known.to = deployedAt;
    }
  }
  return [...groups.values()];
}
