import type { ArgumentText } from './schema-questions.js';

/** What questions of the schema are to name. */
export interface NamedObjects {
  /** A run in check mode, and two real ones. */
  runs: { check: string; first: string; second: string };
  host: string;
  service: string;
  fingerprint: string;
  /** What is searched for. */
  query: string;
}

const text = (value: string) => JSON.stringify(value);
const globalId = (kind: string, key: string) => text(Buffer.from(`${kind}:${key}`).toString('base64url'));
const named = (kind: string, name: string) => globalId(kind, Buffer.from(name).toString('base64url'));

const BY_NAME: Record<string, string> = {
  by: 'service',
  filter: '{ since: "2026-01-01T00:00:00Z" }',
  since: '"2026-11-01T00:00:00Z"',
  days: '3650',
};

/** Gives arguments what names these objects, in each of the ways there are: `kinds` of nodes, one at a time. */
export function naming({ runs: { check, first, second }, host, service, fingerprint, query }: NamedObjects) {
  const nodes: Record<string, string> = {
    Run: globalId('Run', first),
    Play: globalId('Play', `${first}_2`),
    Task: globalId('Task', `${first}_3`),
    TaskResult: globalId('TaskResult', `${first}_4`),
    Host: named('Host', host),
    Service: named('Service', service),
    Deployment: globalId('Deployment', `${first}_${Buffer.from('keystone').toString('base64url')}`),
    FailureGroup: globalId('FailureGroup', fingerprint),
  };
  const byField: Record<string, string> = {
    'run.id': text(first),
    'taskResult.id': nodes['TaskResult']!,
    'failureGroup.id': text(fingerprint),
    'host.name': text(host),
    'service.name': text(service),
    'compareRuns.a': text(first),
    'compareRuns.b': text(second),
    'checkPrediction.checkRun': text(check),
    'search.query': text(query),
    'durationTrend.service': text(service),
    'durationTrend.host': text(host),
    'failureStatistics.until': '"2026-12-01T00:00:00Z"',
  };
  const textOf =
    (node: string): ArgumentText =>
    ({ name, type }, field) => {
      if (field === 'node') return nodes[node]!;
      const given = byField[`${field}.${name}`];
      if (given !== undefined) return given;
      if (name === 'filter') return /^(Slow|Flaky)/.test(String(type)) ? BY_NAME['filter']! : null;
      if (name === 'by') return BY_NAME['by']!;
      if (name === 'days' || (name === 'since' && field === 'failureStatistics')) return BY_NAME[name]!;
      return null;
    };
  return { textOf, kinds: Object.keys(nodes) };
}
