// Attacks on a real product at the length that is promised: 50 viewers for five minutes, answers that nobody reads,
// senders that never end, documents and texts made to be dear. On a machine that does nothing else.
//
//   npm run test:attack                       all of them
//   npm run test:attack -- worst-queries      some of them, by their names in test/attack
//   PLAYLEDGER_FUZZ_SEED=17 npm run test:attack -- fuzzed-documents
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { jest } from './jest.mjs';
import { ROOT } from './root.mjs';
import { runPart } from './run-part.mjs';
import { runScript } from './step.mjs';
import { ensureAnsible } from './test-tools.mjs';

await runScript(async () => {
  await ensureBuilt();
  const names = process.argv.slice(2);
  const patterns = names.length > 0 ? names.map((name) => `test/attack/${name}`) : ['test/attack/'];
  const options = ['--runInBand', '--testTimeout', '900000', '--testPathPatterns', ...patterns];
  const env = { ...process.env, NODE_ENV: 'test', PLAYLEDGER_ATTACK: '1' };
  const parts = [await runPart(jest('attack', ...options), { env, stdio: 'inherit' })];
  if (names.length === 0) {
    const { python } = await ensureAnsible();
    const cwd = join(ROOT, 'callback-plugin', 'tests');
    parts.push(await runPart([python, '-m', 'unittest', 'test_linear_expressions'], { cwd, env, stdio: 'inherit' }));
  }
  process.exitCode = Math.max(...parts.map(({ code }) => code ?? 1));
});
