// Random uploads and questions against a real product: none may be answered with a 5xx, and it must go on working.
//
//   npm run test:fuzz                               100,000 inputs from seed 1
//   npm run test:fuzz -- --seed 17 --inputs 5000    others, or fewer
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { jest } from './jest.mjs';
import { runPart } from './run-part.mjs';
import { runScript } from './step.mjs';
import { wholeNumber } from './whole-number.mjs';

await runScript(async () => {
  const options = { seed: { type: 'string', default: '1' }, inputs: { type: 'string', default: '100000' } };
  const { values } = parseArgs({ options });
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PLAYLEDGER_FUZZ_SEED: wholeNumber('seed', values.seed),
    PLAYLEDGER_FUZZ_INPUTS: wholeNumber('inputs', values.inputs),
  };
  await ensureBuilt();
  const { code } = await runPart(jest('medium', '--testPathPatterns', 'medium/fuzz'), { env, stdio: 'inherit' });
  process.exitCode = code ?? 1;
});
