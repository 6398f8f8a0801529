import { ExactNumber, writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';

export interface NamedText {
  name: string;
  text: string;
}

/** Before and after of one file or setting; `prepared` is what a module has compared itself. */
export interface ResultDiff {
  name: string | null;
  before: string | null;
  after: string | null;
  prepared: string | null;
}

const TEXTS = ['msg', 'stderr', 'stdout', 'module_stderr', 'module_stdout', 'exception', 'reason'];

type JsonObject = { [key: string]: Json };

/** null of anything else. */
export function objectOf(value: Json | undefined): JsonObject | null {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return null;
  return Array.isArray(value) ? null : value;
}

/** What a module says, as it was written: JSON would print it as one line. `said` stands on the page already. */
export function textsOfResult(result: Json, said: string | null = null): NamedText[] {
  const known = new Set<string>();
  return TEXTS.flatMap((name) => {
    const text = objectOf(result)?.[name];
    if (typeof text !== 'string' || text.trim() === '' || known.has(text.trim())) return [];
    if (said?.includes(text.trim()) === true) return [];
    known.add(text.trim());
    return [{ name, text }];
  });
}

/** The arguments that the module was given; null when the result does not tell them. */
export function argumentsOf(result: Json): JsonObject | null {
  return objectOf(objectOf(objectOf(result)?.['invocation'])?.['module_args']);
}

/** The differences that the module shows. */
export function diffsOf(result: Json): ResultDiff[] {
  const given = objectOf(result)?.['diff'];
  const all = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return all.flatMap((one) => {
    const diff = objectOf(one);
    if (diff === null) return [];
    const before = textOf(diff['before']);
    const after = textOf(diff['after']);
    const prepared = textOf(diff['prepared']);
    if (prepared === null && before === after) return [];
    const name = [diff['after_header'], diff['before_header']].find((header) => typeof header === 'string') ?? null;
    return [{ name, before, after, prepared }];
  });
}

/** Modules give texts, or the settings themselves. */
function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : `${writeJson(value, 2)}\n`;
}
