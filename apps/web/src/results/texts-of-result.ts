import type { Json } from '../graphql/graphql.js';

const TEXTS = ['msg', 'stderr', 'stdout', 'module_stderr', 'module_stdout', 'exception'];

export interface NamedText {
  name: string;
  text: string;
}

/** What a module says in several lines: JSON would print it as one, with \n in it. `said` is known already. */
export function textsOfResult(result: Json, said: string | null = null): NamedText[] {
  if (result === null || typeof result !== 'object' || Array.isArray(result)) return [];
  return TEXTS.flatMap((name) => {
    const text = result[name];
    if (typeof text !== 'string' || !text.trimEnd().includes('\n')) return [];
    return text.trim() === said?.trim() ? [] : [{ name, text }];
  });
}
