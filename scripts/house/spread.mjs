import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const GENERATED = /[._]generated\.|\.spec\.ts$|\.sql$|__pycache__/;

/** Things of each kind that stand for all of it: where they are written by hand, and where no more than that. */
const SAMPLES = [
  {
    thing: 'a column of the run, from plugin to API',
    sample: 'extraVarNames',
    counted: 'files',
    most: 7,
    folders: ['callback-plugin/plugins', 'libs', 'apps/api/src', 'apps/worker/src', 'migrations'],
    is: (line) => /\b(extraVarNames|extra_var_names)\b/.test(line),
  },
  {
    thing: "a list query, beside its feature's module",
    sample: 'hostsBehind',
    counted: 'files',
    most: 4,
    folders: ['apps/api/src/insight/drift'],
    except: 'apps/api/src/insight/drift/drift.module.ts',
    is: (line) => /\bHosts?Behind/.test(line),
  },
  {
    thing: 'a list query, outside of its folder',
    sample: 'hostsBehind',
    counted: 'lines',
    most: 1,
    folders: ['apps/api/src'],
    except: 'apps/api/src/insight/drift/',
    is: (line) => /\bHosts?Behind/.test(line),
  },
  {
    thing: 'lists that a table is in',
    sample: 'result_diff',
    counted: 'files',
    most: 1,
    folders: ['libs', 'apps/api/src', 'apps/worker/src', 'test/support', 'test/bench'],
    is: (line) => /['"`]result_diff['"`]/.test(line),
  },
  {
    // Postgres takes them; proxies and planners of others do not: SELECT 1.
    thing: 'selects of nothing',
    sample: 'SELECT FROM',
    counted: 'lines',
    most: 0,
    folders: ['apps', 'libs', 'migrations'],
    is: (line) => /\bSELECT FROM\b/i.test(line),
  },
];

/** In how many files or lines each sample stands, and which files these are. */
export function spreadOf(root) {
  return SAMPLES.map(({ thing, sample, counted, most, folders, except, is }) => {
    const found = folders
      .flatMap((folder) => filesUnder(root, folder))
      .filter((file) => !GENERATED.test(file) && (except === undefined || !file.startsWith(except)))
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').filter(is).length }))
      .filter(({ lines }) => lines > 0);
    const count = counted === 'files' ? found.length : found.reduce((sum, { lines }) => sum + lines, 0);
    return { thing, sample, count, counted, most, files: found.map(({ file }) => file) };
  });
}

function filesUnder(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
