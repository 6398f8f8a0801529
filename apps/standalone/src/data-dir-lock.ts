import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process/process-identity.js';
import { StartupError } from './process/startup-error.js';

export interface DataDirLock {
  release(): void;
}

interface Holder {
  pid: number;
  identity: string;
}

/** Long enough for two starts that found the same dead holder to see each other. */
const TAKEOVER_SETTLES_MS = 100;

/**
 * One Playledger per data directory. The file names the holder by pid and start time, so what a killed
 * process left behind never stands in the way, even when its pid lives on in another process.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, 'playledger.pid');
  const mine: Holder = { pid: process.pid, identity: processIdentity(process.pid) ?? randomUUID() };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(mine)}\n`, { mode: 0o644 });
  try {
    if (!claim(draft, path)) {
      const holder = read(path);
      if (isLiving(holder)) throw alreadyRunning(dataDir, holder);
      renameSync(draft, path);
      await sleep(TAKEOVER_SETTLES_MS);
      const winner = read(path);
      if (winner?.identity !== mine.identity && isLiving(winner)) throw alreadyRunning(dataDir, winner);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (read(path)?.identity === mine.identity) rmSync(path, { force: true });
    },
  };
}

/** link() gives the file its name only if nobody has it, and never shows a half-written one. */
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' && typeof holder.identity === 'string' ? (holder as Holder) : null;
  } catch {
    return null;
  }
}

function isLiving(holder: Holder | null): holder is Holder {
  return holder !== null && processIdentity(holder.pid) === holder.identity;
}

function alreadyRunning(dataDir: string, holder: Holder): StartupError {
  return new StartupError(
    `Playledger is already running on ${dataDir} (pid ${holder.pid}). Stop it, ` +
      'or set PLAYLEDGER_DATA_DIR and PORT to start a second instance.',
  );
}
