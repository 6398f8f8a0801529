import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './install.mjs';
import { step } from './step.mjs';
import { which } from './test-tools.mjs';

/** Each ansible-core that the plugin supports, and the minor versions of Python 3 that may run it, the preferred first. */
export const ANSIBLE_CORES = [
  { core: '2.14', pythons: [9, 10, 11] },
  { core: '2.15', pythons: [9, 10, 11] },
  { core: '2.16', pythons: [10, 11, 12] },
  { core: '2.17', pythons: [12, 11, 10] },
  { core: '2.18', pythons: [12, 13, 11] },
  { core: '2.19', pythons: [12, 13, 11] },
  { core: '2.20', pythons: [13, 14, 12] },
  { core: '2.21', pythons: [13, 14, 12] },
];

/**
 * A Python on PATH or of pyenv that can make a venv; undefined where there is none of these minor versions.
 *
 * @param {readonly number[]} minors
 * @returns {string | undefined}
 */
export function findPython(minors) {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv) : [];
  const candidates = minors.flatMap((minor) => [
    which(`python3.${minor}`),
    ...installed.filter((name) => name.startsWith(`3.${minor}.`)).map((name) => join(pyenv, name, 'bin', 'python3')),
  ]);
  // A shim of pyenv is on PATH also for versions that it then refuses to run.
  return candidates.find((path) => path !== null && spawnSync(path, ['-c', 'import ensurepip, venv']).status === 0);
}

/**
 * Makes `venv` anew, of this Python, with the newest patch of this ansible-core and further packages.
 *
 * @param {string} venv
 * @param {string} python
 * @param {string} core
 * @param {readonly string[]} packages
 */
export async function installCore(venv, python, core, packages = []) {
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  const named = [`ansible-core ${core}`, ...packages].join(', ');
  await step(`Installing ${named}`, async () => {
    await run(python, ['-m', 'venv', venv], 'the venv could not be made');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ansible-core==${core}.*`];
    await run(join(venv, 'bin', 'python'), [...pip, ...packages], `pip could not install ${named}`);
  });
}
