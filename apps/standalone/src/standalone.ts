import { join } from 'node:path';
import { readSettings } from '#config';
import { migrate } from '#database';
import { createMetrics, loggableError, Readiness, rootWarning } from '#telemetry';
import { startApi } from '../../api/src/start-api.js';
import { startWorker } from '../../worker/src/start-worker.js';
import { lockDataDir } from './data-dir-lock.js';
import { ensureDataDir } from './data-dir.js';
import { loadDemo } from './demo/load-demo.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { tryPort } from './free-port.js';
import { StartupError } from './process/startup-error.js';
import { stopRequested } from './process/stop-request.js';
import { welcome } from './welcome.js';

type Close = () => Promise<void> | void;

/** Thrown between two steps of the start when somebody has asked to stop. */
class Stopped extends Error {}

/** Boots everything in one process, serves until a signal, and takes it down in the opposite order. */
export async function runStandalone(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { demo } = readArguments(args);
  const settings = readSettings(env);
  ensureDataDir(settings.dataDir);
  const lock = await lockDataDir(settings.dataDir);
  const opened: Close[] = [() => lock.release()];
  const signal = stopRequested();
  let stopping = false;
  void signal.then((name) => {
    stopping = true;
    say(`${name}: stopping`);
  });
  const open = async <T>(name: string, start: () => Promise<T>, close?: (started: T) => Close): Promise<T> => {
    const started = performance.now();
    const result = await start();
    if (close !== undefined) opened.push(close(result));
    say(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    if (stopping) throw new Stopped();
    return result;
  };

  try {
    const port = await freePortOf(settings);
    let fatal = new Promise<never>(() => undefined);
    let { databaseUrl } = settings;
    if (databaseUrl === null) {
      const log = (line: string) => say(`Postgres: ${line}`);
      const boot = () => startEmbeddedPostgres({ dataDir: settings.dataDir, log });
      const postgres = await open('Postgres started', boot, (running) => () => running.stop());
      databaseUrl = postgres.url;
      fatal = postgres.onExit.then((error) => {
        throw new StartupError(`Postgres has stopped and cannot be restarted (${loggableError(error).message}).`, {
          cause: error,
        });
      });
      fatal.catch(() => undefined);
    }
    const url = databaseUrl;
    await open('Schema up to date', () => migrate(url));
    const server = { ...settings, port, databaseUrl: url };
    const [metrics, readiness] = [createMetrics(), new Readiness()];
    const { address } = await open(
      'API started',
      () => startApi(server, metrics, readiness),
      (api) => () => api.close(),
    );
    await open(
      'Worker started',
      () => startWorker(server, metrics, readiness),
      (worker) => () => worker.close(),
    );

    const tokenFile = join(settings.dataDir, 'admin-token');
    if (demo) await open('Demo recordings loaded', () => loadDemo(address, tokenFile));
    process.stdout.write(`${welcome(address, tokenFile)}\n`);
    const warning = rootWarning();
    if (warning !== null) say(warning);
    await Promise.race([signal, fatal]);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    await closeAll(opened);
  }
  say('Stopped');
}

/** API and worker first, then Postgres, which they still write to while they drain. */
async function closeAll(opened: Close[]): Promise<void> {
  for (const close of opened.reverse()) {
    try {
      await close();
    } catch (error) {
      say(`Not everything could be stopped cleanly: ${loggableError(error).message}`);
    }
  }
}

function readArguments(args: string[]): { demo: boolean } {
  const unknown = args.find((arg) => arg !== '--demo');
  if (unknown !== undefined) {
    throw new StartupError(`Unknown option "${unknown}". The only option is --demo (npm start -- --demo).`);
  }
  return { demo: args.includes('--demo') };
}

/** Told before Postgres boots. 0 asks for any free port. */
async function freePortOf({ host, port }: { host: string; port: number }): Promise<number> {
  try {
    return await tryPort(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartupError(
        `Port ${port} is already in use. Choose another one, such as PORT=${port + 1} npm start.`,
        {
          cause: error,
        },
      );
    }
    if (code === 'EACCES') {
      throw new StartupError(
        `This user is not allowed to use port ${port}. Choose one above 1023, such as PORT=3000 npm start.`,
        {
          cause: error,
        },
      );
    }
    throw new StartupError(
      `${host} is not an address of this machine (${code ?? 'unknown'}). Set HOST to one that is, or leave it unset.`,
      {
        cause: error,
      },
    );
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
