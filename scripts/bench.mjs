// The entry of `npm run bench`: the benches are in test/bench. Only Node's own modules until the dependencies are there.
//
//   npm run bench -- plugin [--core 2.21] [--rounds 5] [--only up,idle] [--slices 0.3] [--json] [--no-ara]
//                           [--skip-synthetic] [--dead-servers] [--playbook modules.yml] [--hosts 50]
//   npm run bench -- queries [--results 5000000] [--rounds 40] [--beside ANOTHER_BUILT_CHECKOUT] [--json]
//   npm run bench -- ingest [--runs 50] [--hosts 60] [--tasks N] [--at-once 8] [--result-bytes 0] [--apis 1]
//                           [--workers 1] [--redis] [--steady-rate 0] [--json]
//   npm run bench -- web [--hosts 200] [--tasks 2000] [--one-failure-in 5000] [--json]
import { ensureBuilt } from './build.mjs';
import { runScript } from './step.mjs';

await runScript(async () => {
  await ensureBuilt();
  const { bench } = await import('../dist/test/bench/bench.js');
  process.exitCode = await bench(process.argv.slice(2));
});
