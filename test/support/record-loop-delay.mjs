// Loaded into a process by `--import`: on SIGUSR2 it writes the longest delay of its event loop since it was asked last.
// By itself it is a process that does nothing else, and so tells what the machine delays.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** Node's figures hold the time between two looks. */
const RESOLUTION_MS = 5;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.on('SIGUSR2', () => {
  const ms = Math.max(0, delays.max / 1e6 - RESOLUTION_MS);
  delays.reset();
  process.stderr.write(`event loop delayed by ${ms.toFixed(1)} ms\n`);
});

if (process.argv[1] === fileURLToPath(import.meta.url)) setInterval(() => undefined, 1_000);
