import { changesWhatRuns } from './actions.js';
import { containersOf, imageTagOf, type Container } from './containers.js';
import { originOf, type RunOrigin } from './origin.js';
import { isOwnWork, ranOf, servicesOfPlay, type PlayService, type ServiceOfTasks } from './play-services.js';
import { releaseOf } from './release.js';
import type { ContainerResult, PlayFacts, ResultCounts, RoleWork, RunFacts } from './run-facts.js';
import type { Sourced } from './sourced.js';

/** What a run did to one service on one host. */
export interface DeploymentHost {
  hostId: number;
  outcome: 'ok' | 'changed' | 'failed' | 'unreachable';
  /** Reached, and worked on. */
  deployed: boolean;
  imageTag: string | null;
  containers: Container[];
  startedAt: string;
  endedAt: string;
  results: ResultCounts;
}

/** What a run did to one service. */
export interface Deployment {
  service: string;
  serviceSource: string;
  release: Sourced;
  /** Neither check mode nor an action that leaves what runs as it is. */
  changesState: boolean;
  outcome: RunFacts['status'];
  imageTags: string[];
  startedAt: string;
  endedAt: string;
  results: ResultCounts;
  hosts: DeploymentHost[];
}

/** The service that the tasks of a role work for in a play. */
export interface RoleService {
  playSeq: number;
  /** null for tasks outside of any role. */
  role: string | null;
  service: string;
}

export interface DerivedRun {
  origin: RunOrigin;
  deployments: Deployment[];
  /** Of all roles that had results and work for a service, whether that makes a deployment or not. */
  roleServices: RoleService[];
}

/** What is added up about a service on a host before it is judged. */
interface HostWork {
  /** A task of the service's own role was due there: kolla's helpers alone deploy nothing. */
  entered: boolean;
  /** Something ran there that is no include. */
  worked: boolean;
  broken: number;
  lost: number;
  startedAt: string;
  endedAt: string;
  results: ResultCounts;
  containers: ContainerResult[];
}

/** Says what a run was and did: no clock, no database. `containers` in the order of their results. */
export function deriveRun(
  run: RunFacts,
  plays: readonly PlayFacts[],
  work: readonly RoleWork[],
  containers: readonly ContainerResult[],
): DerivedRun {
  const serviceOf = namingOf(run, plays, work);
  const services = new Map<string, { source: string; hosts: Map<number, HostWork> }>();
  const roleServices = new Map<string, RoleService>();
  for (const part of work) {
    const named = serviceOf(part);
    if (named === null) continue;
    const { playSeq, role } = part;
    roleServices.set(`${playSeq} ${role ?? ''}`, { playSeq, role, service: named.service });
    const found = services.get(named.service) ?? { source: named.source, hosts: new Map<number, HostWork>() };
    services.set(named.service, found);
    found.hosts.set(part.hostId, withWork(found.hosts.get(part.hostId), part, named));
  }
  for (const result of containers) {
    const named = serviceOf(result);
    if (named !== null) services.get(named.service)?.hosts.get(result.hostId)?.containers.push(result);
  }

  const origin = originOf(run);
  const deployments = [...services]
    .map(([service, { source, hosts }]) => deploymentOf(run, origin, service, source, hosts))
    .filter((deployment) => deployment !== null)
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  return { origin, deployments, roleServices: [...roleServices.values()] };
}

function namingOf(run: RunFacts, plays: readonly PlayFacts[], work: readonly RoleWork[]) {
  const workOf = new Map<number, RoleWork[]>();
  for (const part of work) {
    const known = workOf.get(part.playSeq);
    if (known === undefined) workOf.set(part.playSeq, [part]);
    else known.push(part);
  }
  const naming = new Map<number, ServiceOfTasks>(
    plays.map((play) => [play.seq, servicesOfPlay(play, workOf.get(play.seq) ?? [], run.playbookPath)]),
  );
  return ({ playSeq, role }: { playSeq: number; role: string | null }): PlayService | null =>
    naming.get(playSeq)?.(role) ?? null;
}

function withWork(known: HostWork | undefined, part: RoleWork, named: PlayService): HostWork {
  const ran = ranOf(part.counts) > 0;
  const isOwn = isOwnWork(part.role, part.kind, named);
  const worked =
    part.kind !== 'include' && (part.role !== null || isOwn) && ranOf(part.counts) > part.counts.unreachable;
  return {
    entered: (known?.entered ?? false) || (ran && isOwn),
    worked: (known?.worked ?? false) || worked,
    broken: (known?.broken ?? 0) + part.broken,
    lost: (known?.lost ?? 0) + part.lost,
    startedAt: known === undefined || part.startedAt < known.startedAt ? part.startedAt : known.startedAt,
    endedAt: known === undefined || part.endedAt > known.endedAt ? part.endedAt : known.endedAt,
    results: known === undefined ? part.counts : added([known.results, part.counts]),
    containers: known?.containers ?? [],
  };
}

function deploymentOf(
  run: RunFacts,
  origin: RunOrigin,
  service: string,
  serviceSource: string,
  workByHost: ReadonlyMap<number, HostWork>,
): Deployment | null {
  const hosts = [...workByHost]
    .filter(([, { entered, worked, lost }]) => entered && (worked || lost > 0))
    .map(([hostId, work]) => hostOf(service, hostId, work))
    .sort((a, b) => a.hostId - b.hostId);
  if (hosts.length === 0) return null;
  const containers = hosts.flatMap((host) => host.containers);
  const images = [...new Set(containers.map(({ image }) => image))];
  const failed = hosts.some(({ outcome }) => outcome === 'failed' || outcome === 'unreachable');
  return {
    service,
    serviceSource,
    release: releaseOf(service, run, images),
    changesState: !run.checkMode && changesWhatRuns(origin.action.value),
    // Another service may have failed: then this one is complete although the run is not.
    outcome: failed ? 'failed' : run.status === 'failed' ? 'completed' : run.status,
    imageTags: [...new Set(containers.map(({ tag }) => tag).filter((tag) => tag !== null))].sort(),
    startedAt: hosts.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    endedAt: hosts.map(({ endedAt }) => endedAt).reduce((a, b) => (a > b ? a : b)),
    results: added(hosts.map(({ results }) => results)),
    hosts,
  };
}

function hostOf(service: string, hostId: number, work: HostWork): DeploymentHost {
  const containers = containersOf(work.containers);
  const { startedAt, endedAt, results } = work;
  const imageTag = imageTagOf(service, containers);
  const isLost = work.lost > 0;
  const outcome = isLost ? 'unreachable' : work.broken > 0 ? 'failed' : results.changed > 0 ? 'changed' : 'ok';
  return { hostId, outcome, deployed: !isLost && work.worked, imageTag, containers, startedAt, endedAt, results };
}

function added(all: readonly ResultCounts[]): ResultCounts {
  const sum: ResultCounts = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
  for (const counts of all) for (const key of Object.keys(sum) as (keyof ResultCounts)[]) sum[key] += counts[key];
  return sum;
}
