import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { Failure, step } from './step.mjs';

const NEEDED_NODE = [20, 19];
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.playledger-install');

export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = NEEDED_NODE;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new Failure(`Playledger needs Node.js ${NEEDED_NODE.join('.')} or newer; this is ${process.version}.`);
}

/** Makes node_modules what package-lock.json says, by `npm ci`, unless it is already. Needs the build lock. */
export async function ensureDependencies() {
  const wanted = stampOf();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  if (!installedByHand()) await step('Installing dependencies (npm ci)', npmCi);
  writeFileSync(STAMP, wanted);
}

function stampOf() {
  const lockfile = readFileSync(join(ROOT, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** Whether somebody's own `npm install` brought exactly what the lockfile names. */
function installedByHand() {
  let installed;
  try {
    installed = JSON.parse(readFileSync(join(MODULES, '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).every(([path, wanted]) => {
    if (path === '' || installed[path]?.version === wanted.version) return true;
    return wanted.optional === true && !isNeededHere(wanted);
  });
}

/** Of the optional packages we need those that are made for just this platform. */
function isNeededHere({ os, cpu, libc }) {
  return os?.includes(process.platform) === true && cpu?.includes(process.arch) === true && libc === undefined;
}

/**
 * Scripts of dependencies are not run: npm 11 runs none unasked, npm 10 would, and the same start should do the same.
 * Nothing we use needs one; embedded Postgres's symlinks are made at its start.
 */
function npmCi() {
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const cli = process.env.npm_execpath;
  const [command, ...words] = cli?.endsWith('npm-cli.js') ? [process.execPath, cli, ...args] : ['npm', ...args];
  return run(command, words, 'The dependencies could not be installed (npm ci failed)', { env: npmEnvironment() });
}

function npmEnvironment() {
  const env = { ...process.env };
  if (env.npm_config_cache === undefined && !isWritable(homedir())) {
    env.npm_config_cache = join(ROOT, '.cache', 'npm');
    mkdirSync(env.npm_config_cache, { recursive: true });
  }
  return env;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a quiet command; its output is shown only when it fails. */
export function run(command, args, complaint, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => reject(new Failure(`${complaint}: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) return resolve(output);
      reject(new Failure(`${output.trim().split('\n').slice(-40).join('\n')}\n${complaint}; the reason stands above.`));
    });
  });
}
