import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Recorded runs by file name, oldest first: those in the repository, and where our own are beside it, all of them. */
export const RECORDINGS: ReadonlyMap<string, string> = new Map(
  ['test/recordings', '../shared/recorded-runs']
    .map((directory) => join(process.cwd(), directory))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory).map((name) => [name, join(directory, name)] as const))
    .filter(([name]) => name.endsWith('.jsonl.gz'))
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
