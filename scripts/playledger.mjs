#!/usr/bin/env node
// The entry of `npx playledger`. Only Node's own modules until the dependencies are there.
import { start } from './start.mjs';
import { reportStepsTo, runScript } from './step.mjs';

// Standard output belongs to the answer, which a program may read.
reportStepsTo(process.stderr);
await runScript(() => start('cli', process.argv.slice(2)));
