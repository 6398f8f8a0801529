// Real processes of which everything may die at any time: each trial compares the tables with undisturbed ones.
//
//   npm run test:chaos                            20 trials from seed 1
//   npm run test:chaos -- --seed 17 --trials 1    one of them again
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { jest } from './jest.mjs';
import { runPart } from './run-part.mjs';
import { runScript } from './step.mjs';
import { ensureRedis } from './test-tools.mjs';
import { wholeNumber } from './whole-number.mjs';

await runScript(async () => {
  const options = { seed: { type: 'string', default: '1' }, trials: { type: 'string', default: '20' } };
  const { values } = parseArgs({ options });
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PLAYLEDGER_CHAOS_SEED: wholeNumber('seed', values.seed),
    PLAYLEDGER_CHAOS_TRIALS: wholeNumber('trials', values.trials),
  };
  await ensureBuilt();
  env.PLAYLEDGER_TEST_REDIS_SERVER = (await ensureRedis()).path;
  const { code } = await runPart(jest('chaos', '--runInBand'), { env, stdio: 'inherit' });
  process.exitCode = code ?? 1;
});
