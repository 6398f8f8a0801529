// The plugin's scenarios and playbook tests on every ansible-core from 2.14 to the newest, each in a venv of its own.
//
//   npm run test:matrix                all of them
//   npm run test:matrix -- 2.14 2.20   some of them
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ANSIBLE_CORES, findPython, installCore } from './ansible-cores.mjs';
import { countUnittest } from './count-unittest.mjs';
import { ROOT } from './root.mjs';
import { runPart } from './run-part.mjs';
import { Failure, runScript } from './step.mjs';

const MODULES = ['test_scenarios', 'test_playbooks'];
const VENVS = join(ROOT, '.cache', 'matrix');

/** The Python of the venv with this ansible-core; null where no suitable Python is found. */
async function ensureVenv({ core, pythons }) {
  const venv = join(VENVS, core);
  const python = join(venv, 'bin', 'python');
  if (spawnSync(join(venv, 'bin', 'ansible-playbook'), ['--version']).status === 0) return python;
  const base = findPython(pythons);
  if (base === undefined) return null;
  await installCore(venv, base, core);
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
  return runPart([python, '-m', 'unittest', ...MODULES], { cwd: join(ROOT, 'callback-plugin', 'tests'), env });
}

await runScript(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((version) => !ANSIBLE_CORES.some(({ core }) => core === version));
  if (unknown !== undefined) throw new Failure(`There is no ${unknown} in the matrix.`);
  const rows = [['version', 'python', 'passed', 'failed']];
  const total = { passed: 0, failed: 0 };
  for (const entry of ANSIBLE_CORES.filter(({ core }) => asked.length === 0 || asked.includes(core))) {
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
