import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Recorded runs by name, oldest first: those of the repository as events, and where others are beside it, these as hooks. */
export const RECORDINGS = filesIn(['../shared/recorded-runs', 'test/recordings']);

/** The hooks that the same recordings were made of. */
export const RECORDED_HOOKS = filesIn(['../shared/recorded-runs', 'callback-plugin/tests/recordings']);

/** By name without ending; of two files with one name the last. */
function filesIn(directories: string[]): ReadonlyMap<string, string> {
  const files = directories
    .map((directory) => join(process.cwd(), directory))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory).map((name) => join(directory, name)))
    .flatMap((file) => {
      const name = /([^/]+)\.(?:ndjson|jsonl)\.gz$/.exec(file)?.[1];
      return name === undefined ? [] : [[name, file] as const];
    });
  return new Map([...new Map(files)].sort(([a], [b]) => (a < b ? -1 : 1)));
}
