// The plugin's scenarios and playbook tests on every ansible-core from 2.14 to the newest, each in a venv of its own.
//
//   npm run test:matrix                all of them
//   npm run test:matrix -- 2.14 2.20   some of them
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { countUnittest } from './count-unittest.mjs';
import { run } from './install.mjs';
import { ROOT } from './root.mjs';
import { Failure, runScript, step } from './step.mjs';
import { which } from './test-tools.mjs';

/** The minor versions of Python 3 that may run each ansible-core, the preferred one first. */
const MATRIX = [
  { core: '2.14', pythons: [9, 10, 11] },
  { core: '2.15', pythons: [9, 10, 11] },
  { core: '2.16', pythons: [10, 11, 12] },
  { core: '2.17', pythons: [12, 11, 10] },
  { core: '2.18', pythons: [12, 13, 11] },
  { core: '2.19', pythons: [12, 13, 11] },
  { core: '2.20', pythons: [13, 14, 12] },
  { core: '2.21', pythons: [13, 14, 12] },
];
const MODULES = ['test_scenarios', 'test_playbooks'];
const VENVS = join(ROOT, '.cache', 'matrix');

/** A Python on PATH or of pyenv that can make a venv. */
function findPython(minors) {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv) : [];
  const candidates = minors.flatMap((minor) => [
    which(`python3.${minor}`),
    ...installed.filter((name) => name.startsWith(`3.${minor}.`)).map((name) => join(pyenv, name, 'bin', 'python3')),
  ]);
  // A shim of pyenv is on PATH also for versions that it then refuses to run.
  return candidates.find((path) => path !== null && spawnSync(path, ['-c', 'import ensurepip, venv']).status === 0);
}

/** The Python of the venv with this ansible-core; null where no suitable Python is found. */
async function ensureVenv({ core, pythons }) {
  const venv = join(VENVS, core);
  const python = join(venv, 'bin', 'python');
  if (spawnSync(join(venv, 'bin', 'ansible-playbook'), ['--version']).status === 0) return python;
  const base = findPython(pythons);
  if (base === undefined) return null;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(VENVS, { recursive: true });
  await step(`Installing ansible-core ${core} into .cache/matrix/${core}`, async () => {
    await run(base, ['-m', 'venv', venv], 'the venv could not be made');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ansible-core==${core}.*`];
    await run(python, pip, `pip could not install ansible-core ${core}`);
  });
  return python;
}

function versionsOf(python) {
  const told = 'import platform, ansible.release as release; print(release.__version__, platform.python_version())';
  const [core, own] = spawnSync(python, ['-c', told], { encoding: 'utf8' }).stdout.trim().split(' ');
  return { core, python: own };
}

function test(python) {
  const env = { ...process.env };
  // The ansible-playbook beside this Python is meant, and nothing else.
  delete env.PLAYLEDGER_TEST_ANSIBLE_PLAYBOOK;
  return new Promise((resolve) => {
    const cwd = join(ROOT, 'callback-plugin', 'tests');
    const child = spawn(python, ['-m', 'unittest', ...MODULES], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.once('close', (code) => resolve({ code, output }));
  });
}

await runScript(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((version) => !MATRIX.some(({ core }) => core === version));
  if (unknown !== undefined) throw new Failure(`There is no ${unknown} in the matrix.`);
  const rows = [['version', 'python', 'passed', 'failed']];
  const total = { passed: 0, failed: 0 };
  for (const entry of MATRIX.filter(({ core }) => asked.length === 0 || asked.includes(core))) {
    const python = await ensureVenv(entry);
    if (python === null) {
      rows.push([entry.core, 'none found', '-', '-']);
      continue;
    }
    const versions = versionsOf(python);
    process.stdout.write(`\n--- ansible-core ${versions.core} on Python ${versions.python}\n`);
    const counts = countUnittest(await test(python));
    total.passed += counts.passed;
    total.failed += counts.failed;
    rows.push([versions.core, versions.python, String(counts.passed), String(counts.failed)]);
  }
  process.stdout.write(
    `\n${rows
      .map((row) =>
        row
          .map((cell) => cell.padEnd(12))
          .join('')
          .trimEnd(),
      )
      .join('\n')}\n\n`,
  );
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
});
