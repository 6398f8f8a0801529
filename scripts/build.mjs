import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePackages, importBundles } from './bundle-packages.mjs';
import { checkNodeVersion, ensureDependencies, run } from './install.mjs';
import { withBuildLock } from './lock.mjs';
import { ROOT } from './root.mjs';
import { Failure, runScript, step } from './step.mjs';

const DIST = join(ROOT, 'dist');
const BUNDLES = join(DIST, 'bundled');
const SERVER_SOURCES = [
  ...['apps/api', 'apps/worker', 'apps/standalone', 'apps/cli', 'libs', 'migrations'],
  ...['test/bench', 'test/screenshots'],
];
const BUILD_SCRIPTS = ['scripts/build.mjs', 'scripts/bundle-packages.mjs'];
const SKIPPED_FOLDERS = new Set(['node_modules', '__pycache__', 'dist', '.cache']);

/** What is built, from which files, by what. A target whose files have not changed is left as it is. */
const TARGETS = [
  {
    name: 'packages',
    title: 'Bundling packages of many files (vite)',
    inputs: () => ['package-lock.json', 'scripts/bundle-packages.mjs'],
    output: 'dist/bundled',
    build: () => bundlePackages(BUNDLES),
  },
  {
    name: 'server',
    title: 'Building the server (swc)',
    inputs: () => ['.swcrc', 'package-lock.json', ...BUILD_SCRIPTS, ...serverSources()],
    output: 'dist/libs',
    build: buildServer,
  },
  {
    name: 'web',
    title: 'Building the user interface (vite)',
    exists: () => existsSync(join(ROOT, 'apps/web/vite.config.ts')),
    inputs: () => [
      'package-lock.json',
      'scripts/build.mjs',
      'callback-plugin/galaxy.yml',
      ...filesUnder('apps/web'),
      ...filesUnder('libs/exact-json'),
    ],
    output: 'dist/apps/web',
    build: () => {
      const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
      const args = [
        vite,
        'build',
        'apps/web',
        '--outDir',
        join(DIST, 'apps/web'),
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ];
      // Also from within tests, whose NODE_ENV would bring the development build of React: 190 kB more, and slower.
      const options = { env: { ...process.env, NODE_ENV: 'production' } };
      return run(process.execPath, args, 'The user interface could not be built', options);
    },
  },
  {
    name: 'collection',
    title: 'Building the Ansible collection',
    exists: () => existsSync(join(ROOT, 'callback-plugin/galaxy.yml')),
    inputs: () => ['scripts/build-collection.mjs', ...filesUnder('callback-plugin')],
    output: 'dist/collection',
    build: async () => (await import('./build-collection.mjs')).buildCollection(),
  },
];

/** Installs and builds what is stale. */
export async function ensureBuilt() {
  checkNodeVersion();
  await withBuildLock(async () => {
    await ensureDependencies();
    await buildStale();
  });
}

/** Builds what is stale. Needs the dependencies and the build lock. */
export async function buildStale() {
  for (const target of TARGETS) {
    if (target.exists?.() === false) continue;
    const stampFile = join(DIST, `.built-${target.name}`);
    const stamp = hashOf(target.inputs());
    if (existsSync(join(ROOT, target.output)) && readOrNull(stampFile) === stamp) continue;
    rmSync(stampFile, { force: true });
    await step(target.title, target.build);
    mkdirSync(DIST, { recursive: true });
    writeFileSync(stampFile, stamp);
  }
}

/** Compiles file by file, as they stand in the tree, and removes what has no source any more. */
async function buildServer() {
  const { transformFile } = await import('@swc/core');
  const written = new Set();
  for (const source of serverSources()) {
    const target = join(DIST, source.replace(/\.ts$/, '.js'));
    const map = `${target}.map`;
    let compiled;
    try {
      compiled = await transformFile(join(ROOT, source), {
        configFile: join(ROOT, '.swcrc'),
        swcrc: true,
        root: ROOT,
        sourceFileName: relative(dirname(target), join(ROOT, source)).split(sep).join('/'),
      });
    } catch (error) {
      throw new Failure(`${source} does not compile:\n${error.message}`);
    }
    mkdirSync(dirname(target), { recursive: true });
    replaceFile(map, compiled.map ?? '{}');
    const code = importBundles(compiled.code.trimEnd(), relative(dirname(target), BUNDLES).split(sep).join('/'));
    replaceFile(target, `${code}\n//# sourceMappingURL=${target.split(sep).at(-1)}.map\n`);
    written.add(target).add(map);
  }
  for (const folder of SERVER_SOURCES) {
    for (const file of filesUnder(join('dist', folder))) {
      const path = join(ROOT, file);
      if (/\.js(\.map)?$/.test(path) && !written.has(path)) rmSync(path);
    }
  }
}

/** A running server may be reading it. */
function replaceFile(path, content) {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

function serverSources() {
  return SERVER_SOURCES.flatMap((folder) => filesUnder(folder)).filter(
    (file) => /\.ts$/.test(file) && !/\.(spec|d)\.ts$/.test(file),
  );
}

/** Paths from the root, sorted. */
function filesUnder(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesUnder(path);
      return entry.isFile() ? [path] : [];
    });
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readOrNull(join(ROOT, file));
    hash.update(`${file}\0${content?.length ?? -1}\0`).update(content ?? '');
  }
  return hash.digest('hex');
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(ensureBuilt);
}
