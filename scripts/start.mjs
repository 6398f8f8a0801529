// The entry of `npm start`. Only Node's own modules until the dependencies are there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ROOT } from './root.mjs';
import { Failure, runScript } from './step.mjs';

const MAINS = {
  standalone: 'dist/apps/standalone/src/main.js',
  api: 'dist/apps/api/src/main.js',
  worker: 'dist/apps/worker/src/main.js',
  migrate: 'dist/libs/database/src/migrate.js',
  access: 'dist/apps/api/src/gate/tokens/command/main.js',
  ledger: 'dist/apps/worker/src/ledger-command/main.js',
  load: 'dist/apps/standalone/src/load/main.js',
  cli: 'dist/apps/cli/src/main.js',
};

/** Installs and builds what is stale, then becomes the program: in this same process, so that Ctrl-C reaches it. */
export async function start(program, args) {
  await ensureBuilt();
  const main = join(ROOT, MAINS[program]);
  if (!existsSync(main)) throw new Failure(`${MAINS[program]} is missing from the build.`);
  process.argv = [process.execPath, main, ...args];
  process.setSourceMapsEnabled(true);
  // Not before the install, which would then leave out what the build needs. Without it graphql-js looks at each object
  // for a second copy of itself: a fifth of the time of a large answer.
  process.env.NODE_ENV ??= 'production';
  await import(pathToFileURL(main).href);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [first, ...rest] = process.argv.slice(2);
  await runScript(() =>
    Object.hasOwn(MAINS, first ?? '') ? start(first, rest) : start('standalone', process.argv.slice(2)),
  );
}
