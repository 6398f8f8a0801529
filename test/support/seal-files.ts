import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { checkSeals, signingKey, type SealFiles } from '#ledger';

/** As a data directory has them. */
export function sealFilesIn(directory: string, more: Partial<SealFiles> = {}): SealFiles {
  const [sealKeyFile, sealMemoryFile] = [join(directory, 'seal-key.pem'), join(directory, 'seal-memory.json')];
  return { sealKeyFile, sealMemoryFile, sealPublishFile: null, ...more };
}

/** The key, made as a worker makes it at its first start. */
export async function madeKey(dataSource: DataSource, files: SealFiles): Promise<KeyObject> {
  await checkSeals(dataSource, files);
  return signingKey(files);
}
