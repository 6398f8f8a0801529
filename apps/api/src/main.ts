import { readServerSettings } from '#config';
import { runUntilSignal } from '#telemetry';
import { startApi } from './start-api.js';

await runUntilSignal(() => startApi(readServerSettings(process.env)));
