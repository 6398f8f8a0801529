// A real playbook whose results and names are what nobody expects, from the plugin to the page: nothing may be lost,
// stuck, or said only in a log.
//
//   npm run test:hostile                              10,000 results from seed 1
//   npm run test:hostile -- --seed 17 --results 500   others, or fewer
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { jest } from './jest.mjs';
import { runPart } from './run-part.mjs';
import { runScript } from './step.mjs';
import { ensureAnsible } from './test-tools.mjs';
import { wholeNumber } from './whole-number.mjs';

await runScript(async () => {
  const options = { seed: { type: 'string', default: '1' }, results: { type: 'string', default: '10000' } };
  const { values } = parseArgs({ options });
  await ensureBuilt();
  const { bin, python } = await ensureAnsible();
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PLAYLEDGER_TEST_ANSIBLE_BIN: bin,
    PLAYLEDGER_TEST_PYTHON: python,
    PLAYLEDGER_HOSTILE_SEED: wholeNumber('seed', values.seed),
    PLAYLEDGER_HOSTILE_RESULTS: wholeNumber('results', values.results),
  };
  const { code } = await runPart(jest('e2e', '--testPathPatterns', 'e2e/hostile-results'), { env, stdio: 'inherit' });
  process.exitCode = code ?? 1;
});
