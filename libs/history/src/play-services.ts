import { serviceOfRole } from './roles.js';
import { shortKey } from './short-key.js';
import type { PlayFacts, RoleWork, TaskKind } from './run-facts.js';

/** The service that some tasks of a play work for. */
export interface PlayService {
  service: string;
  /** Where the name of the service comes from. */
  source: 'role list of the play' | 'role of the tasks' | 'name of the play' | 'name of the playbook' | 'tags';
}

export type ServiceOfTasks = (role: string | null) => PlayService | null;

/**
 * Says for a play which service its tasks work for, by their role. A play that names one role deploys its service, and
 * whatever other roles it includes help with it: kolla's play of the load balancer runs tasks of mariadb and nova-cell.
 */
export function servicesOfPlay(
  play: PlayFacts,
  work: readonly RoleWork[],
  playbookPath: string | null,
): ServiceOfTasks {
  const listed = servicesOf(play.roles);
  const [only, ...others] = listed.length > 0 || play.roles.length > 0 ? listed : servicesOf(rolesIn(work));
  const source = listed.length > 0 ? 'role list of the play' : 'role of the tasks';
  if (only !== undefined && others.length === 0) return () => ({ service: only, source });
  if (only !== undefined) return byTheirOwnRole(listed);
  // Only roles that help others, as in kolla's "Apply role prechecks".
  if (play.roles.length > 0 || rolesIn(work).length > 0) return () => null;
  return byPlay(play, work, playbookPath);
}

/** In a play of several services, what has no role of its own cannot be said to work for any of them. */
function byTheirOwnRole(listed: readonly string[]): ServiceOfTasks {
  return (role) => {
    const service = role === null ? null : serviceOfRole(role);
    if (service === null) return null;
    return { service, source: listed.includes(service) ? 'role list of the play' : 'role of the tasks' };
  };
}

/** Without any role the play is the service, unless all it does is to gather facts or group hosts for others. */
function byPlay(play: PlayFacts, work: readonly RoleWork[], playbookPath: string | null): ServiceOfTasks {
  if (!work.some(({ kind, counts }) => kind === 'work' && ranOf(counts) > 0)) return () => null;
  // Ansible names a play after its hosts when its author gave it no name: that is no name for a service.
  const isNamed = play.name !== '' && play.name !== play.hosts.join(',');
  if (isNamed) return () => ({ service: shortKey(play.name), source: 'name of the play' });
  const playbook = playbookPath?.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  return () => (playbook ? { service: shortKey(playbook), source: 'name of the playbook' } : null);
}

/** Whether the tasks are the service's own, and not a helper's. */
export function isOwnWork(role: string | null, kind: TaskKind, { service, source }: PlayService): boolean {
  if (source === 'name of the play' || source === 'name of the playbook') return kind === 'work';
  return role !== null && serviceOfRole(role) === service;
}

/** Results of tasks that were not skipped; tries to reach a host that is not there are among them. */
export function ranOf(counts: RoleWork['counts']): number {
  return counts.ok + counts.changed + counts.failed + counts.unreachable;
}

function rolesIn(work: readonly RoleWork[]): string[] {
  return work.map(({ role }) => role).filter((role) => role !== null);
}

/** The services of roles, without those that help others. */
export function servicesOf(roles: readonly string[]): string[] {
  return [...new Set(roles.map(serviceOfRole).filter((service) => service !== null))];
}
