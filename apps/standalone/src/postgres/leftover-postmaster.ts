import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../process/startup-error.js';

const FAST_SHUTDOWN: NodeJS.Signals = 'SIGINT';
const IMMEDIATE_SHUTDOWN: NodeJS.Signals = 'SIGQUIT';
const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/**
 * Makes room for a new server after a Playledger that was killed: stops the Postgres that it left running,
 * or takes the danger out of a postmaster.pid whose pid now belongs to somebody else.
 */
export async function clearLeftoverPostmaster(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  // Postgres itself removes the file of a process that is gone.
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  if (isPostmasterOf(pid, cluster)) {
    log(`stopping the Postgres that a killed Playledger left running (pid ${pid})`);
    await stopPostmaster(pid, cluster);
    return;
  }
  log(`postmaster.pid names pid ${pid}, which is another program now: ignoring it`);
  // Postgres takes its parent's pid for a stale one, and still checks the shared memory that the file names.
  // Removing the file would skip that check, which keeps a second server from live backends.
  lines[0] = String(process.pid);
  writeFileSync(pidFile, lines.join('\n'));
}

/** Postgres is always started with `-D <cluster>`, so its command line tells whose it is. */
function isPostmasterOf(pid: number, cluster: string): boolean {
  const command = commandLine(pid);
  return command !== null && command.includes('postgres') && command.includes(`-D ${cluster} `);
}

async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  for (const [signal, patience] of [
    [FAST_SHUTDOWN, FAST_SHUTDOWN_MS],
    [IMMEDIATE_SHUTDOWN, IMMEDIATE_SHUTDOWN_MS],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new StartupError(
        `A leftover Postgres (pid ${pid}) is using ${cluster}, and this user is not allowed to stop it. Stop it first.`,
        { cause: error },
      );
    }
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isPostmasterOf(pid, cluster)) return;
      await sleep(50);
    }
  }
  throw new StartupError(`A leftover Postgres (pid ${pid}) is using ${cluster} and does not stop. Kill it.`);
}

/** The command line of a living process, its words joined by spaces; null when there is none. */
function commandLine(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    }
    const env = { ...process.env, LC_ALL: 'C' };
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8', env }).trim();
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
