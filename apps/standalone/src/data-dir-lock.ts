import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from './process/startup-error.js';

export interface DataDirLock {
  release(): void;
}

/** Then the holder has written its pid, which comes after the lock, or has ended, when it was about to. */
const HOLDER_SETTLES_MS = 100;

/**
 * One Playledger per data directory. The kernel holds the lock of the file and drops it when our process ends, however
 * it does; the Postgres that we start does not inherit it, since Node opens files for itself alone (O_CLOEXEC). The file
 * stays: a start that had opened it before it was removed would lock what nobody else finds.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, 'playledger.pid');
  const tryLock = await loadTryLock();
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'a+', 0o644);
    if (tryLock(descriptor)) return hold(descriptor);
    await sleep(HOLDER_SETTLES_MS);
    if (tryLock(descriptor)) return hold(descriptor);
  } catch (error) {
    if (descriptor !== null) closeSync(descriptor);
    throw new StartupError(
      `${path} cannot be locked (${(error as Error).message}): set PLAYLEDGER_DATA_DIR to a directory of a local disk.`,
      { cause: error },
    );
  }
  closeSync(descriptor);
  throw new StartupError(
    `Playledger is already running on ${dataDir} (pid ${readFileSync(path, 'utf8').trim()}). Stop it, ` +
      'or set PLAYLEDGER_DATA_DIR and PORT to start a second instance.',
  );
}

function hold(descriptor: number): DataDirLock {
  ftruncateSync(descriptor);
  writeSync(descriptor, `${process.pid}\n`);
  return {
    release() {
      ftruncateSync(descriptor);
      closeSync(descriptor);
    },
  };
}

/** Loaded here and not at the top: there is no binary for musl (Alpine) and rare platforms, which is told in a sentence. */
async function loadTryLock(): Promise<(descriptor: number) => boolean> {
  try {
    return (await import('fs-native-extensions')).tryLock;
  } catch (error) {
    throw new StartupError(
      `There are no file locks for this ${process.platform}-${process.arch} (fs-native-extensions does not load): ` +
        'set DATABASE_URL, and use `npm run start:api` and `npm run start:worker`, which need none.',
      { cause: error },
    );
  }
}
