import type { ServiceState } from './service-state.query.js';

export interface MatrixRow {
  service: string;
  /** The service on each host, in the order of the hosts; null where it never was. */
  cells: (ServiceState | null)[];
  /** Whether a host differs from the others. */
  differs: boolean;
}

export interface Matrix {
  hosts: string[];
  rows: MatrixRow[];
}

/** Services by hosts. `find` is a part of the name of services or hosts; of other hosts only what it finds is left. */
export function matrixOf(states: readonly ServiceState[], find: string, onlyDiffering: boolean): Matrix {
  const sought = find.toLowerCase();
  const isSought = (name: string) => name.toLowerCase().includes(sought);
  const found = states.filter(({ service, host }) => isSought(service) || isSought(host));
  const differing = new Set(found.filter(({ divergent }) => divergent).map(({ service }) => service));
  const kept = onlyDiffering ? found.filter(({ service }) => differing.has(service)) : found;
  const hosts = [...new Set(kept.map(({ host }) => host))].sort();
  const byService = new Map<string, Map<string, ServiceState>>();
  for (const state of kept) {
    const byHost = byService.get(state.service) ?? new Map<string, ServiceState>();
    byService.set(state.service, byHost.set(state.host, state));
  }
  const rows = [...byService].map(([service, byHost]) => ({
    service,
    cells: hosts.map((host) => byHost.get(host) ?? null),
    differs: differing.has(service),
  }));
  return { hosts, rows };
}
