import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The key that signs seals, from a file (PKCS #8, PEM) that is made when there is none. */
export async function sealKey(file: string): Promise<KeyObject> {
  const key = createPrivateKey(await readFile(file, 'utf8').catch(() => makeKey(file)));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key.`);
  return key;
}

async function makeKey(file: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await mkdir(dirname(file), { recursive: true });
  // Exclusive: of two who start at once, one makes it and the other fails and tries again.
  const opened = await open(file, 'wx', 0o600);
  await opened.writeFile(pem);
  await opened.close();
  return pem.toString();
}
