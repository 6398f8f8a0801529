import { canonicalNumber, ExactNumber } from '#exact-json';
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
    .filter(({ before, after }) => !isSame(before, after));
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before, comparable) === JSON.stringify(after, comparable);
}

/** 1.0 is the same as 1, as which runs have it that were folded before numbers were exact. */
function comparable(this: Record<string, unknown>, name: string, written: unknown): unknown {
  const value = this[name];
  if (!(value instanceof ExactNumber)) return written;
  const text = canonicalNumber(value);
  return String(Number(text)) === text ? Number(text) : [text];
}

function factsOf(run: RunType, origin: ComparedOrigin | undefined): Record<string, unknown> {
  return {
    ...Object.fromEntries(FACTS.map((name) => [name, run[name]])),
    ...origin,
    ...Object.fromEntries(Object.entries(run.extraVars ?? {}).map(([name, value]) => [`extraVars.${name}`, value])),
  };
}
