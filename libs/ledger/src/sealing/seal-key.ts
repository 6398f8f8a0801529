import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { fingerprintOf } from '../digests/signed.js';
import { readIfThere, writeDurably } from './durable-file.js';

/** The key that signs seals, from its file (PKCS #8, PEM); null when there is none. */
export async function readSealKey(file: string): Promise<KeyObject | null> {
  const pem = await readIfThere(file);
  return pem === null ? null : ed25519(pem, file);
}

/** A key that is in no file yet. */
export function newSealKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

export function writeSealKey(file: string, key: KeyObject): Promise<void> {
  return writeDurably(file, key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** The public half, as DER. */
export function publicKeyOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** What people compare and pin. */
export function fingerprintOfKey(key: KeyObject): string {
  return fingerprintOf(publicKeyOf(key));
}

function ed25519(pem: string, file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new Error(`${file} contains no private key.`, { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} contains no Ed25519 key.`);
  return key;
}
