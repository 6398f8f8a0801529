// Attacks on a real product at the length that is promised: 50 viewers for five minutes, answers that nobody reads,
// senders that never end, documents and texts made to be dear. On a machine that does nothing else.
//
//   npm run test:attack                       all of them
//   npm run test:attack -- worst-queries      some of them, by their names in test/attack
//   PLAYLEDGER_FUZZ_SEED=17 npm run test:attack -- fuzzed-documents
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ROOT } from './root.mjs';
import { runScript } from './step.mjs';
import { ensureAnsible } from './test-tools.mjs';

await runScript(async () => {
  await ensureBuilt();
  const names = process.argv.slice(2);
  const patterns = names.length > 0 ? names.map((name) => `test/attack/${name}`) : ['test/attack/'];
  const jest = [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...[join(ROOT, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'attack', '--runInBand'],
    ...['--testTimeout', '900000', '--testPathPatterns', ...patterns],
  ];
  const codes = [await inherit(process.execPath, jest, ROOT)];
  if (names.length === 0) {
    const { python } = await ensureAnsible();
    const tests = ['-m', 'unittest', 'test_linear_expressions'];
    codes.push(await inherit(python, tests, join(ROOT, 'callback-plugin', 'tests')));
  }
  process.exitCode = Math.max(...codes);
});

function inherit(program, args, cwd) {
  const env = { ...process.env, NODE_ENV: 'test', PLAYLEDGER_ATTACK: '1' };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
