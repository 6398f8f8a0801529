// The entry of `npm run load`.
import { start } from './start.mjs';
import { runScript } from './step.mjs';

await runScript(() => start('load', process.argv.slice(2)));
