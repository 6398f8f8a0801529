import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '#scripts/step';
import { freePort } from '../../../apps/standalone/src/free-port.js';
import { type ServerProcess, startProcess } from '../processes.js';

const LOOKS = 100;
const LOOK_EVERY_MS = 50;

/** As docs/operations.md asks for it, but for its files. */
export async function startRedis(program: string, dataDir: string): Promise<{ child: ServerProcess; url: string }> {
  const port = await freePort('127.0.0.1', null);
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dataDir];
  const child = startProcess(program, [...options, '--maxmemory-policy', 'noeviction'], {
    env: process.env,
    stdio: 'ignore',
  });
  for (let looks = 0; looks < LOOKS && child.exitCode === null; looks += 1) {
    if (await canConnect(port)) return { child, url: `redis://127.0.0.1:${port}` };
    await sleep(LOOK_EVERY_MS);
  }
  throw new Failure('redis-server did not start.');
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}
