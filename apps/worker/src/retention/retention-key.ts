import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { checkSeals, signingKey, type SealFiles } from '#ledger';

/**
 * The key that signs what retention drops: without it, it would look like a ledger that somebody has cut. Nor does it
 * drop anything while the seals are not those that were made here: that may be what proves who has changed the rest.
 * See docs/decisions/0025-retention-is-signed.md.
 */
export async function retentionKey(dataSource: DataSource, files: SealFiles): Promise<KeyObject> {
  try {
    await checkSeals(dataSource, files);
    return await signingKey(files);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      `Retention drops nothing without the key that signs what it drops (SEAL_KEY_FILE ${files.sealKeyFile}): ${message}`,
      { cause: error },
    );
  }
}
