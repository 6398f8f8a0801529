import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a file for its owner only: whoever reads it finds all of it or what was there before, after a crash as well. */
export async function writeDurably(file: string, content: string): Promise<void> {
  const directory = dirname(file);
  await mkdir(directory, { recursive: true });
  const written = join(directory, `.${basename(file)}.${process.pid}`);
  const opened = await open(written, 'w', 0o600);
  try {
    await opened.writeFile(content);
    await opened.sync();
  } finally {
    await opened.close();
  }
  await rename(written, file);
  // Else a power failure may undo the renaming.
  const renamed = await open(directory, 'r');
  await renamed.sync().finally(() => renamed.close());
}

/** What a file holds; null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
