import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../process/startup-error.js';
import type { BoundedLog } from './bounded-log.js';
import { SUPERUSER, type Cluster } from './postgres-cluster.js';
import type { PostgresRunner } from './postgres-runner.js';

const FAST_SHUTDOWN_MS = 60_000;
const SAY_STILL_WAITING_MS = 10_000;

/** Backends of a killed server may need a moment to notice and let go of its memory. */
const LEFTOVER_BACKENDS_MS = 15_000;

/** A running server, our child process. */
export interface Postmaster {
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends sessions and shuts down; returns when the process has ended. */
  stop(): Promise<void>;
}

/** The port was free a moment ago and is not any more. */
export class PortTaken extends Error {}

interface PostmasterOptions {
  runner: PostgresRunner;
  program: string;
  cluster: Cluster;
  port: number;
  output: BoundedLog;
  log: (line: string) => void;
}

/** Starts the server and waits until it answers, however long its crash recovery takes. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const deadline = Date.now() + LEFTOVER_BACKENDS_MS;
  for (;;) {
    const offset = options.output.size();
    const postmaster = await launch(options);
    if (await answers(postmaster, options)) return postmaster;
    const said = options.output.readFrom(offset);
    if (/pre-existing shared memory block/.test(said) && Date.now() < deadline) {
      await sleep(250);
      continue;
    }
    if (/could not bind IPv4 address|could not create any TCP\/IP sockets/.test(said)) throw new PortTaken();
    const reason = said.split('\n').findLast((line) => /FATAL|PANIC|ERROR|could not/.test(line));
    if (/No space left on device/.test(said)) {
      throw new StartupError(
        `Postgres does not start because the disk is full. Free some space for ${options.cluster.directory}.`,
      );
    }
    throw new StartupError(
      `Postgres does not start (${reason?.trim() ?? 'no reason given'}): see ${options.output.path}.`,
    );
  }
}

async function launch({ runner, program, cluster, port, output }: PostmasterOptions): Promise<Postmaster> {
  const descriptor = output.open();
  let child: ChildProcess;
  try {
    child = runner.spawn(program, ['-D', cluster.directory, '-p', String(port)], {
      stdio: ['ignore', descriptor, descriptor],
      // A session of its own: Ctrl-C in the terminal is for us, and we still have to drain into Postgres.
      detached: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } finally {
    closeSync(descriptor);
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid as number,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT'); // fast shutdown
      const timer = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** True when the server takes connections, false when it has ended. */
async function answers(postmaster: Postmaster, { cluster, port, log }: PostmasterOptions): Promise<boolean> {
  let running = true;
  void postmaster.ended.then(() => (running = false));
  let nextWord = Date.now() + SAY_STILL_WAITING_MS;
  while (running) {
    const client = new pg.Client({ ...loginOf(cluster, port), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        await postmaster.stop();
        throw new StartupError(
          `The password in postgres-password does not match the cluster in ${cluster.directory}. Restore the right one.`,
        );
      }
    } finally {
      await client.end().catch(() => undefined);
    }
    if (Date.now() > nextWord) {
      log('Postgres is still recovering');
      nextWord = Date.now() + SAY_STILL_WAITING_MS;
    }
    await Promise.race([sleep(50), postmaster.ended]);
  }
  return false;
}

export function loginOf({ password }: Cluster, port: number): pg.ClientConfig {
  return { host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' };
}
