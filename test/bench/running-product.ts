import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '#scripts/root';
import { Failure, step } from '#scripts/step';
import { freePort } from '../../apps/standalone/src/free-port.js';
import { environmentWith, startServer } from './processes.js';

const READY_EVERY_MS = 250;
const READY_LOOKS = 1_200;
const STOP_MS = 20_000;

export interface RunningProduct {
  url: string;
  tokenFile: string;
  pid: number;
}

/** The product as `npm start` starts it, on a free port and with data of its own. */
export async function withProduct<T>(
  work: (product: RunningProduct) => Promise<T>,
  args: readonly string[] = [],
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-bench-data-'));
  const port = await freePort('127.0.0.1', null);
  const env = environmentWith({ PORT: String(port), PLAYLEDGER_DATA_DIR: dataDir });
  const server = startServer([join(ROOT, 'scripts', 'start.mjs'), ...args], {
    env,
    stdio: 'ignore',
    forceKillAfterDelay: STOP_MS,
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await step('Starting Playledger', () => untilReady(url, server));
    const tokenFile = join(dataDir, 'admin-token');
    if (!existsSync(tokenFile)) throw new Failure('Playledger wrote no admin token.');
    return await work({ url, tokenFile, pid: server.pid ?? 0 });
  } finally {
    server.kill('SIGTERM');
    await server;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Waits until the API of a process answers that it can serve. */
export async function untilReady(url: string, server: { exitCode: number | null }): Promise<void> {
  for (let looks = 0; looks < READY_LOOKS; looks += 1) {
    if (server.exitCode !== null) throw new Failure('Playledger ended before it was ready: try npm start.');
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(READY_EVERY_MS);
  }
  throw new Failure('Playledger was not ready in five minutes.');
}
