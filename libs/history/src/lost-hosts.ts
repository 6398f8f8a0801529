import { servicesOf } from './play-services.js';
import { serviceOfRole } from './roles.js';
import type { PlayFacts, ResultCounts, RoleWork, RunFacts } from './run-facts.js';

/** A host that a run set out with and lost: from some play on it was out of reach, or failed, and did not come back. */
export interface LostHost {
  hostId: number;
  /** The play that lost it. */
  playSeq: number;
  outcome: 'failed' | 'unreachable';
  /** Before any task of a role, and so before the play did what it is for: while facts were gathered, mostly. */
  atFirst: boolean;
  startedAt: string;
  endedAt: string;
  /** The results that lost it. */
  results: ResultCounts;
}

/** The hosts that a run lost for good: none of its later plays had them. */
export function lostHostsOf(work: readonly RoleWork[]): LostHost[] {
  const lastPlays = new Map<number, { playSeq: number; parts: RoleWork[] }>();
  for (const part of work) {
    const { hostId, playSeq } = part;
    const last = lastPlays.get(hostId);
    if (last === undefined || last.playSeq < playSeq) lastPlays.set(hostId, { playSeq, parts: [part] });
    else if (last.playSeq === playSeq) last.parts.push(part);
  }
  const lost: LostHost[] = [];
  for (const [hostId, { parts }] of lastPlays) {
    const losses = parts.filter(({ broken, lost: times }) => broken + times > 0);
    const [first] = losses;
    if (first === undefined) continue;
    const results: ResultCounts = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
    for (const loss of losses) {
      results.failed += loss.broken;
      results.unreachable += loss.lost;
    }
    lost.push({
      hostId,
      playSeq: first.playSeq,
      outcome: results.unreachable > 0 ? 'unreachable' : 'failed',
      atFirst: parts.every(({ role, kind }) => role === null && kind !== 'work'),
      startedAt: losses.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
      endedAt: losses.map(({ endedAt }) => endedAt).reduce((a, b) => (a > b ? a : b)),
      results,
    });
  }
  return lost.sort((a, b) => a.hostId - b.hostId);
}

/** What a run says it is for, where it lost all its hosts before it worked for any service. */
export interface NamedService {
  service: string;
  source: 'role list of the play' | 'tags' | 'name of the playbook';
}

/** The services that a play lists, for which it lost a host before it came to them. */
export function servicesNamedByPlays(plays: readonly PlayFacts[], lost: readonly LostHost[]): NamedService[] {
  const losing = new Set(lost.filter(({ atFirst }) => atFirst).map(({ playSeq }) => playSeq));
  const named = plays.filter(({ seq }) => losing.has(seq)).flatMap(({ roles }) => servicesOf(roles));
  return named.map((service) => ({ service, source: 'role list of the play' }));
}

/**
 * The services that the command line named: kolla's tags are its roles, and OSISM calls kolla's playbooks
 * kolla-SERVICE.yml. Ansible ends a run that has lost all its hosts before the plays that would have told.
 */
export function servicesNamedByCommand({ tags, extraVars, playbookPath }: RunFacts): NamedService[] {
  if (typeof extraVars['kolla_action'] !== 'string') return [];
  const tagged = tags.filter((tag) => !EVERYTHING.has(tag)).map(serviceOfRole);
  const services = [...new Set(tagged.filter((service) => service !== null))];
  if (services.length > 0) return services.map((service) => ({ service, source: 'tags' }));
  const [, role] = /(?:^|\/)kolla-([^/]+)\.ya?ml$/.exec(playbookPath ?? '') ?? [];
  const service = role === undefined || NO_SERVICES.has(role) ? null : serviceOfRole(role);
  return service === null ? [] : [{ service, source: 'name of the playbook' }];
}

const EVERYTHING = new Set(['all', 'always', 'tagged', 'untagged']);
/** Playbooks of kolla's own for what is no service. */
const NO_SERVICES = new Set(['facts', 'gather-facts', 'host', 'purge', 'site', 'testbed']);
