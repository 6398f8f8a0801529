import { Failure } from '#scripts/step';
import { benchIngest } from './ingest/bench-ingest.js';
import { benchPlugin } from './plugin/bench-plugin.js';
import { benchQueries } from './queries/bench-queries.js';
import { benchWeb } from './web/bench-web.js';

/** Each reads its own options, and answers the exit code. */
const BENCHES: Record<string, (args: string[]) => Promise<number>> = {
  plugin: benchPlugin,
  queries: benchQueries,
  ingest: benchIngest,
  web: benchWeb,
};

export async function bench([name = '', ...args]: string[]): Promise<number> {
  const run = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (run === undefined) {
    throw new Failure(`npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(', ')}.`);
  }
  return run(args);
}
