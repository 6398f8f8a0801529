import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { signDigest } from '../digests/signed.js';
import { retentionDigest } from './retention.js';
import { storedRetentions } from './stored-retentions.js';

/** Signs what the database says that was taken away: for a person who has looked at it, and for nobody else. */
export async function signStoredRetention(tx: EntityManager, key: KeyObject, id: number): Promise<void> {
  for await (const retention of storedRetentions(tx, id)) {
    const { digest, publicKey, signature } = signDigest(retentionDigest(retention), key);
    await tx.query(`UPDATE retention_drop SET digest = $2, public_key = $3, signature = $4 WHERE id = $1`, [
      id,
      digest,
      publicKey,
      signature,
    ]);
  }
}
