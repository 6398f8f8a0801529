import type { KeyObject } from 'node:crypto';
import { sealKey } from '#ledger';

/** The key that signs what retention drops: without it, it would look like a ledger that somebody has cut. */
export async function retentionKey(file: string): Promise<KeyObject> {
  try {
    return await sealKey(file);
  } catch (error) {
    throw new Error(`Retention drops nothing without the key that signs what it drops (SEAL_KEY_FILE ${file})`, {
      cause: error,
    });
  }
}
