import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { BoundedLog } from './postgres/bounded-log.js';
import { createDatabase } from './postgres/create-database.js';
import { clearLeftoverPostmaster } from './postgres/leftover-postmaster.js';
import { choosePostgresAccount, type PostgresAccount } from './postgres/postgres-account.js';
import { findPostgresBinaries } from './postgres/postgres-binaries.js';
import { checkCluster, clusterDirectory, prepareCluster } from './postgres/postgres-cluster.js';
import { findPostgresRunner } from './postgres/postgres-runner.js';
import { PortTaken, startPostmaster, type Postmaster } from './postgres/postmaster.js';
import { StartupError } from './process/startup-error.js';

export interface EmbeddedPostgres {
  /** Of the database `playledger`, as its owner, who is no superuser. */
  url: string;
  version: string;
  pid(): number;
  /** Settles when Postgres has ended without being asked and could not be brought back. */
  onExit: Promise<Error>;
  stop(): Promise<void>;
}

interface EmbeddedPostgresOptions {
  /** Must exist; Postgres's files in it begin with `postgres`. */
  dataDir: string;
  log: (line: string) => void;
}

const PORT_ATTEMPTS = 3;
/** A server that dies more often than this within the window is left alone. */
const RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;

/** Boots the Postgres that npm brought, on 127.0.0.1; recovers by itself from whatever a kill -9 left behind. */
export async function startEmbeddedPostgres({ log, ...options }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  // One spelling of the path: by it a Postgres that was left running is recognised.
  const dataDir = realpathSync(options.dataDir);
  const binaries = findPostgresBinaries();
  refuseForeignCluster(dataDir);
  checkCluster(dataDir, binaries.major);
  const account = choosePostgresAccount(clusterDirectory(dataDir), log);
  const runner = findPostgresRunner(account, binaries.postgres, dataDir);
  const cluster = await prepareCluster({ dataDir, binaries, account, runner, log });
  const output = new BoundedLog(join(dataDir, 'postgres.log'), account);

  const boot = async (port: number) => {
    await clearLeftoverPostmaster(cluster.directory, log);
    return startPostmaster({ runner, program: binaries.postgres, cluster, port, output, log });
  };

  // Before a port is chosen, which the Postgres that was left running may hold.
  await clearLeftoverPostmaster(cluster.directory, log);
  let port = 0;
  let postmaster: Postmaster | null = null;
  for (let attempt = 1; postmaster === null; attempt++) {
    port = await freePort('127.0.0.1', attempt === 1 ? rememberedPort(dataDir) : null);
    try {
      postmaster = await boot(port);
    } catch (error) {
      if (error instanceof PortTaken && attempt < PORT_ATTEMPTS) continue;
      output.close();
      throw error instanceof PortTaken ? new StartupError('There is no free port for Postgres on 127.0.0.1.') : error;
    }
  }
  rememberPort(dataDir, port, account);

  const supervised = supervise(postmaster, () => boot(port), log);
  const stop = async () => {
    await supervised.stop();
    output.close();
  };
  try {
    const { url, version } = await createDatabase(cluster, port);
    return { url, version, pid: supervised.pid, onExit: supervised.onExit, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Brings a server back that died, as Postgres's own init script would. */
function supervise(first: Postmaster, boot: () => Promise<Postmaster>, log: (line: string) => void) {
  let current = first;
  let stopping = false;
  let watching: Promise<void> = Promise.resolve();
  const onExit = new Promise<Error>((resolve) => {
    const deaths: number[] = [];
    const watch = async () => {
      for (;;) {
        await current.ended;
        if (stopping) return;
        deaths.push(Date.now());
        if (deaths.filter((at) => at > Date.now() - RESTART_WINDOW_MS).length > RESTARTS) {
          return resolve(new Error('Postgres keeps crashing'));
        }
        log('Postgres has crashed: restarting it');
        try {
          current = await boot();
        } catch (error) {
          return resolve(error as Error);
        }
        log(`Postgres is running again (pid ${current.pid})`);
      }
    };
    watching = watch();
  });
  return {
    onExit,
    pid: () => current.pid,
    async stop() {
      stopping = true;
      await current.stop();
      // A restart may be under way, whose server nobody has seen yet.
      await Promise.race([watching, sleep(RESTART_WINDOW_MS, undefined, { ref: false })]);
      await current.stop();
    },
  };
}

function refuseForeignCluster(dataDir: string): void {
  try {
    readFileSync(join(clusterDirectory(dataDir), 'PG_VERSION'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return;
    throw new StartupError(
      `${clusterDirectory(dataDir)} belongs to another user: ` +
        'start Playledger as root or as that user, or set PLAYLEDGER_DATA_DIR to another directory.',
      { cause: error },
    );
  }
}

function rememberedPort(dataDir: string): number | null {
  try {
    const port = Number(readFileSync(join(dataDir, 'postgres-port'), 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

function rememberPort(dataDir: string, port: number, account: PostgresAccount): void {
  const path = join(dataDir, 'postgres-port');
  writeFileSync(path, `${port}\n`);
  account.own(path);
}
