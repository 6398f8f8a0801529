import type { KnownValues } from './run-filter.js';
import type { ListedRun } from './runs.query.js';

const ACTIONS = ['deploy', 'reconfigure', 'upgrade', 'pull', 'stop', 'destroy', 'check', 'genconfig', 'validate'];
const ENVIRONMENTS = ['kolla', 'ceph', 'generic', 'infrastructure', 'manager', 'monitoring', 'openstack', 'custom'];

/** Values to suggest: of runs that were seen, services that were ever deployed, hosts whose names begin so. */
export function knownValues(
  runs: readonly ListedRun[],
  services: readonly string[],
  hosts: readonly string[],
): KnownValues {
  const seen = (of: (run: ListedRun) => readonly (string | null | undefined)[], more: readonly string[] = []) => {
    const values = new Set([...runs.flatMap((run) => of(run)), ...more]);
    return [...values].filter((value): value is string => typeof value === 'string').toSorted();
  };
  return {
    service: services,
    host: hosts,
    action: seen((run) => [run.origin?.action], ACTIONS),
    release: seen((run) => run.releases),
    environment: seen((run) => [run.origin?.environment], ENVIRONMENTS),
    operator: seen((run) => [run.origin?.operator]),
    name: seen((run) => [run.name]),
    user: seen((run) => [run.user, run.sudoUser]),
    controller: seen((run) => [run.controller]),
    label: seen((run) => run.labels ?? []),
  };
}
