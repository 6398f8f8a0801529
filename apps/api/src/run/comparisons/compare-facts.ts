import { comparableJson } from '#exact-json';
import type { RunType } from '../runs/run.type.js';

/** What was derived of the origin of a run. */
export interface ComparedOrigin {
  environment: string | null;
  action: string | null;
  operator: string | null;
  configurationCommit: string | null;
  /** Of its deployments. */
  releases: string[];
}

/** Something that a run was started with, and another run not. */
export interface ChangedFact {
  name: string;
  before: unknown;
  after: unknown;
}

const FACTS = [
  'playbookPath',
  'adHocCommand',
  'configurationCommit',
  'checkMode',
  'diffMode',
  'limit',
  'tags',
  'skipTags',
  'inventory',
  'forks',
  'labels',
  'controller',
  'user',
  'sudoUser',
  'workingDirectory',
  'ansibleVersion',
  'pythonVersion',
  'reporterVersion',
] as const satisfies readonly (keyof RunType)[];

/** The facts of two runs that differ; what neither knows is no difference. */
export function compareFacts(
  before: RunType,
  originBefore: ComparedOrigin | undefined,
  after: RunType,
  originAfter: ComparedOrigin | undefined,
): ChangedFact[] {
  const [earlier, later] = [factsOf(before, originBefore), factsOf(after, originAfter)];
  const names = new Set([...Object.keys(later), ...Object.keys(earlier)]);
  return [...names]
    .map((name) => ({ name, before: earlier[name] ?? null, after: later[name] ?? null }))
    .filter(({ before, after }) => comparableJson(before) !== comparableJson(after));
}

function factsOf(run: RunType, origin: ComparedOrigin | undefined): Record<string, unknown> {
  return {
    ...Object.fromEntries(FACTS.map((name) => [name, run[name]])),
    ...origin,
    ...Object.fromEntries(Object.entries(run.extraVars ?? {}).map(([name, value]) => [`extraVars.${name}`, value])),
  };
}
