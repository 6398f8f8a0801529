import { readServerSettings } from '#config';
import { runUntilSignal } from '#telemetry';
import { startWorker } from './start-worker.js';

await runUntilSignal(() => startWorker(readServerSettings(process.env)));
