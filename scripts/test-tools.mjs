import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './install.mjs';
import { ROOT } from './root.mjs';
import { Failure, step } from './step.mjs';

const CACHE = join(ROOT, '.cache');

/** The newest ansible-core that each Python runs. */
const ANSIBLE_CORE = [
  { python: 11, version: '2.19.14' },
  { python: 10, version: '2.17.14' },
  { python: 9, version: '2.15.13' },
];

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

const REDIS_PACKAGES = [
  'redis-server',
  'redis-tools',
  'libjemalloc2',
  'liblzf1',
  'libatomic1',
  'libhiredis0.14',
  'liblua5.1-0',
  'lua-bitop',
  'lua-cjson',
];

/** The directory of ansible-playbook and its neighbours, and the Python they run on. */
export async function ensureAnsible() {
  const onPath = which('ansible-playbook');
  if (onPath !== null && existsSync(join(dirname(realpathSync(onPath)), 'ansible-galaxy'))) {
    const bin = dirname(realpathSync(onPath));
    return { bin, python: pythonOf(realpathSync(onPath)), from: 'PATH' };
  }
  const venv = join(CACHE, 'venv');
  const bin = join(venv, 'bin');
  const python = join(bin, 'python3');
  // Moved clones and updated systems leave a venv whose Python is gone: it must answer, not only exist.
  const works = () => spawnSync(join(bin, 'ansible-playbook'), ['--version'], { stdio: 'ignore' }).status === 0;
  if (works()) return { bin, python, from: '.cache/venv' };
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const version = ansibleCoreFor(pythonMinor());
  if (version !== null && (await makeVenv(venv))) {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ansible-core==${version}`];
    await step(`Installing ansible-core ${version} into .cache/venv`, () =>
      run(python, pip, 'pip could not install ansible-core'),
    );
    return { bin, python, from: '.cache/venv' };
  }
  await aptInstall(['ansible-core']);
  const installed = which('ansible-playbook');
  if (installed === null)
    throw new Failure('There is no ansible-playbook, and no way was found to install ansible-core.');
  return { bin: dirname(installed), python: pythonOf(installed), from: 'apt' };
}

function ansibleCoreFor(minor) {
  return minor === null ? null : (ANSIBLE_CORE.find(({ python }) => minor >= python)?.version ?? null);
}

function pythonMinor() {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info.minor)'], { encoding: 'utf8' });
  const minor = Number.parseInt(stdout ?? '', 10);
  return Number.isNaN(minor) ? null : minor;
}

/** Debian splits venv from Python; virtualenv and apt are the ways around. */
async function makeVenv(venv) {
  const ways = [
    ['python3', ['-m', 'venv', venv]],
    ['virtualenv', ['--quiet', venv]],
    ['python3', ['-m', 'virtualenv', '--quiet', venv]],
  ];
  const attempt = () =>
    ways.some(([command, args]) => {
      const { status } = spawnSync(command, args, { stdio: 'ignore' });
      return status === 0 && existsSync(join(venv, 'bin', 'pip'));
    });
  if (attempt()) return true;
  rmSync(venv, { recursive: true, force: true });
  if (process.getuid?.() !== 0 || which('apt-get') === null) return false;
  await aptInstall(['python3-venv']);
  return attempt();
}

/** The Python that a console script names in its first line. */
function pythonOf(script) {
  const neighbour = join(dirname(script), 'python3');
  if (existsSync(neighbour)) return neighbour;
  const [, interpreter] = /^#!\s*(\S+)(?:\s|$)/.exec(readFileSync(script, 'utf8').slice(0, 500)) ?? [];
  return interpreter !== undefined && /python/.test(interpreter) ? interpreter : 'python3';
}

/** The path of a Chromium; null when there is none on the PATH. */
export function findBrowser() {
  return BROWSERS.map(which).find((path) => path !== null) ?? null;
}

/** As `findBrowser`, after installing one where this user may. */
export async function ensureBrowser() {
  const mayInstall = process.getuid?.() === 0 && which('apt-get') !== null;
  if (findBrowser() === null && mayInstall) await aptInstall(['chromium']);
  return findBrowser();
}

/** The path of a redis-server. */
export async function ensureRedis() {
  const onPath = which('redis-server');
  if (onPath !== null) return { path: onPath, from: 'PATH' };
  const unpacked = join(CACHE, 'redis', 'redis-server');
  if (existsSync(unpacked)) return { path: unpacked, from: '.cache/redis' };
  if (which('apt-get') === null)
    throw new Failure('There is no redis-server: install one, for example with your package manager.');
  if (process.getuid?.() === 0) {
    try {
      await aptInstall(['redis-server']);
      const installed = which('redis-server');
      if (installed !== null) return { path: installed, from: 'apt' };
    } catch (error) {
      process.stdout.write(`${error.message}\n`);
    }
  }
  await step('Unpacking redis-server into .cache/redis', () => unpackRedis(unpacked));
  return { path: unpacked, from: '.cache/redis' };
}

async function unpackRedis(path) {
  const folder = dirname(path);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const complaint = 'There is no redis-server, and its Debian packages could not be unpacked';
  for (const name of REDIS_PACKAGES) {
    // Names of libraries differ between releases; whether one was needed is seen when the server is asked for its
    // version.
    await run('apt-get', ['download', name], complaint, { cwd: folder }).catch((error) => {
      if (name.startsWith('redis')) throw error;
    });
  }
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    await run('dpkg', ['-x', name, '.'], complaint, { cwd: folder });
  }
  const architecture = readdirSync(join(folder, 'usr/lib')).find((name) => name.includes('-linux-')) ?? '';
  const libraries = [join(folder, 'usr/lib', architecture), join(folder, 'lib', architecture)].join(':');
  const binary = join(folder, 'usr/bin/redis-server');
  writeFileSync(path, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${binary}' "$@"\n`);
  chmodSync(path, 0o755);
  await run(path, ['--version'], complaint).catch((error) => {
    rmSync(path);
    throw error;
  });
}

let updated = false;

async function aptInstall(packages) {
  if (process.getuid?.() !== 0 || which('apt-get') === null) {
    throw new Failure(`Please install ${packages.join(' ')}: this user may not.`);
  }
  // RUNLEVEL=1 keeps packages from starting their services.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  await step(`Installing ${packages.join(' ')} (apt-get)`, async () => {
    if (!updated) await run('apt-get', ['update'], 'apt-get update failed', { env });
    updated = true;
    await run('apt-get', install, `apt-get could not install ${packages.join(' ')}`, { env });
  });
}

/** @param {string} command */
export function which(command) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder.
    }
  }
  return null;
}
