import { changesWhatRuns } from './actions.js';
import { containersOf, imageTagOf, type Container } from './containers.js';
import { originOf, type RunOrigin } from './origin.js';
import { lostHostsOf, servicesNamedByCommand, servicesNamedByPlays, type LostHost } from './lost-hosts.js';
import { isOwnWork, ranOf, servicesOfPlay, type PlayService, type ServiceOfTasks } from './play-services.js';
import { releaseOf } from './release.js';
import type { ContainerResult, PlayFacts, ResultCounts, RoleWork, RunFacts } from './run-facts.js';
import type { Sourced } from './sourced.js';

/** What a run did to one service on one host. */
export interface DeploymentHost {
  hostId: number;
  /** `running` and `interrupted`: the run has not come to its end, and nothing else went wrong there. */
  outcome: 'ok' | 'changed' | 'failed' | 'unreachable' | 'running' | 'interrupted';
  /** Something was done there. */
  worked: boolean;
  /** Reached, and worked on. */
  deployed: boolean;
  /** The run had lost it before it came to the service there. */
  isMissing: boolean;
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
  losses: Loss[];
}

/** A service that a host missed because the run had lost it, before it came to the service or in the middle of it. */
export interface Loss {
  service: string;
  hostId: number;
  /** The play that lost the host: its failures there are why. */
  playSeq: number;
}

/** What is added up about a service in a run. */
interface ServiceWork {
  source: string;
  hosts: Map<number, HostWork>;
  /** The last play in which a task of its own was due anywhere. */
  lastPlaySeq: number;
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
  if (run.isAdHoc) return { origin: originOf(run), deployments: [], roleServices: [], losses: [] };
  const serviceOf = namingOf(run, plays, work);
  const services = new Map<string, ServiceWork>();
  const roleServices = new Map<string, RoleService>();
  for (const part of work) {
    const named = serviceOf(part);
    if (named === null) continue;
    const { playSeq, role } = part;
    roleServices.set(`${playSeq} ${role ?? ''}`, { playSeq, role, service: named.service });
    const found = services.get(named.service) ?? unworked(named.source);
    services.set(named.service, found);
    const onHost = withWork(found.hosts.get(part.hostId), part, named);
    found.hosts.set(part.hostId, onHost);
    if (onHost.entered && playSeq > found.lastPlaySeq) found.lastPlaySeq = playSeq;
  }
  for (const result of containers) {
    const named = serviceOf(result);
    if (named !== null) services.get(named.service)?.hosts.get(result.hostId)?.containers.push(result);
  }

  const lost = lostHostsOf(work);
  nameServicesOfTheLost(services, run, plays, lost);
  const origin = originOf(run);
  const deployments = [...services]
    .map(([service, done]) => deploymentOf(run, origin, service, done, missing(done, lost)))
    .filter((deployment) => deployment !== null)
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  return { origin, deployments, roleServices: [...roleServices.values()], losses: lossesOf(deployments, lost) };
}

const unworked = (source: string): ServiceWork => ({ source, hosts: new Map(), lastPlaySeq: 0 });

/** Adds the services that a run was for and lost hosts before, although no task tells of them. */
function nameServicesOfTheLost(
  services: Map<string, ServiceWork>,
  run: RunFacts,
  plays: readonly PlayFacts[],
  lost: readonly LostHost[],
): void {
  if (lost.length === 0) return;
  const byPlays = servicesNamedByPlays(plays, lost);
  const isWorked = [...services.values()].some(({ lastPlaySeq }) => lastPlaySeq > 0);
  const named = byPlays.length > 0 || isWorked || run.status === 'running' ? byPlays : servicesNamedByCommand(run);
  const last = lost.reduce((seq, { playSeq }) => Math.max(seq, playSeq), 0);
  for (const { service, source } of named) {
    const found = services.get(service) ?? unworked(source);
    services.set(service, { ...found, lastPlaySeq: Math.max(found.lastPlaySeq, last) });
  }
}

/** The lost hosts that a service would have come to, or come back to; of what went wrong in its own work it tells itself. */
function missing({ hosts, lastPlaySeq }: ServiceWork, lost: readonly LostHost[]): LostHost[] {
  return lost.filter(({ hostId, playSeq }) => {
    const work = hosts.get(hostId);
    if (!isOfService(work)) return playSeq <= lastPlaySeq;
    return work.broken + work.lost === 0 && playSeq < lastPlaySeq;
  });
}

function lossesOf(deployments: readonly Deployment[], lost: readonly LostHost[]): Loss[] {
  const playsOf = new Map(lost.map(({ hostId, playSeq }) => [hostId, playSeq]));
  return deployments.flatMap(({ service, hosts }) =>
    hosts.flatMap(({ hostId, isMissing }) => {
      const playSeq = isMissing ? playsOf.get(hostId) : undefined;
      return playSeq === undefined ? [] : [{ service, hostId, playSeq }];
    }),
  );
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
  { source: serviceSource, hosts: workByHost }: ServiceWork,
  missed: readonly LostHost[],
): Deployment | null {
  const reached = [...workByHost]
    .filter(([, work]) => isOfService(work))
    .map(([hostId, work]) => hostOf(run, service, hostId, work));
  const byId = new Map(reached.map((host) => [host.hostId, host]));
  for (const host of missed) byId.set(host.hostId, lostHost(host, byId.get(host.hostId)));
  const hosts = [...byId.values()].sort((a, b) => a.hostId - b.hostId);
  if (hosts.length === 0) return null;
  // Hosts were lost before the service began, unless nobody was left to begin with.
  const timed = reached.length > 0 ? reached : hosts;
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
    startedAt: timed.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    endedAt: timed.map(({ endedAt }) => endedAt).reduce((a, b) => (a > b ? a : b)),
    results: added(hosts.map(({ results }) => results)),
    hosts,
  };
}

function isOfService(work: HostWork | undefined): work is HostWork {
  return work !== undefined && work.entered && (work.worked || work.lost > 0);
}

/** `before`: what was done there before it was lost. */
function lostHost({ hostId, outcome, startedAt, endedAt, results }: LostHost, before?: DeploymentHost): DeploymentHost {
  const lost = { outcome, deployed: false, isMissing: true };
  if (before !== undefined) return { ...before, ...lost, results: added([before.results, results]) };
  return { hostId, ...lost, worked: false, imageTag: null, containers: [], startedAt, endedAt, results };
}

function hostOf(run: RunFacts, service: string, hostId: number, work: HostWork): DeploymentHost {
  const containers = containersOf(work.containers);
  const { startedAt, endedAt, results } = work;
  const imageTag = imageTagOf(service, containers);
  const isLost = work.lost > 0;
  const outcome = isLost ? 'unreachable' : work.broken > 0 ? 'failed' : endOf(run, results);
  return {
    ...{ hostId, outcome, worked: work.worked, deployed: !isLost && work.worked, isMissing: false },
    ...{ imageTag, containers },
    ...{ startedAt, endedAt, results },
  };
}

function endOf({ status }: RunFacts, { changed }: ResultCounts): DeploymentHost['outcome'] {
  if (status === 'running' || status === 'interrupted') return status;
  return changed > 0 ? 'changed' : 'ok';
}

function added(all: readonly ResultCounts[]): ResultCounts {
  const sum: ResultCounts = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
  for (const counts of all) for (const key of Object.keys(sum) as (keyof ResultCounts)[]) sum[key] += counts[key];
  return sum;
}
