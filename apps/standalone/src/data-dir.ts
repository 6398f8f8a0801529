import { accessSync, constants, mkdirSync } from 'node:fs';
import { StartupError } from './process/startup-error.js';

/** Makes the data directory if need be. Its files are closed one by one; Postgres's user must pass through it. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOSPC'
        ? 'the disk is full'
        : code === 'EEXIST'
          ? 'it is a file'
          : 'this user has no write permission there';
    throw new StartupError(
      `${dataDir} cannot be used as the data directory: ${reason}. Set PLAYLEDGER_DATA_DIR to another directory.`,
      { cause: error },
    );
  }
}
