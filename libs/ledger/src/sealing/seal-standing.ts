import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { fingerprintOf } from '../digests/signed.js';
import { followSeals, type StoredSeal } from './follow-seals.js';
import { publishSeal } from './publish-seal.js';
import { SEAL_COLUMNS } from './seal-columns.js';
import type { SealFiles } from './seal-files.js';
import { fingerprintOfKey, newSealKey, readSealKey, writeSealKey } from './seal-key.js';
import { noSealYet, readSealMemory, writeSealMemory, type RememberedSeal } from './seal-memory.js';
import { SealingRefused } from './sealing-refused.js';

/** The key, and the seal that the next one follows: one that was made here and that the database still holds. */
export interface SealStanding {
  key: KeyObject;
  last: RememberedSeal;
}

/** With the key for as long as the transaction goes on; then nobody else seals. */
export async function lockSeals(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:seal'))`);
}

/**
 * Compares what is remembered beside the key with what the database holds, and remembers what a process that died had
 * made. At the very first start it makes the key. The caller has locked the seals. Throws SealingRefused when anything
 * is not as it was left.
 */
export async function seekStanding(tx: EntityManager, files: SealFiles): Promise<SealStanding> {
  const [key, remembered] = [await readSealKey(files.sealKeyFile), await readSealMemory(files.sealMemoryFile)];
  const number = remembered?.number ?? 0;
  const seals = await storedSeals(tx, number);
  const isFirst = number === 0 && seals.length === 0 && (await isBeginning(tx, key, remembered));
  if (isFirst) return begin(files, key, remembered);
  if (key === null) throw noKey(files, seals);
  if (remembered === null) throw noMemory(files, seals);
  const fingerprint = fingerprintOfKey(key);
  if (remembered.fingerprint !== fingerprint) throw otherKey(files, remembered, fingerprint);
  const followers = followSeals(remembered, seals);
  for (const seal of followers) await rememberSeal(files, seal);
  const newest = followers.at(-1);
  if (newest !== undefined) return { key, last: rememberedOf(newest) };
  await publishAgain(files, remembered, seals);
  return { key, last: remembered };
}

/** What somebody made to whom the file was not named, as on a command line. */
async function publishAgain({ sealPublishFile }: SealFiles, last: RememberedSeal, seals: readonly StoredSeal[]) {
  const seal = seals.find(({ id }) => id === last.number && id > 0);
  if (sealPublishFile !== null && seal !== undefined) await publishSeal(sealPublishFile, seal);
}

/**
 * The key, for what is signed besides seals. Nobody but a worker that seals makes one. Throws SealingRefused without it,
 * and when the seals are signed by another.
 */
export async function signingKey(files: SealFiles): Promise<KeyObject> {
  const [key, remembered] = [await readSealKey(files.sealKeyFile), await readSealMemory(files.sealMemoryFile)];
  if (key === null) throw noKey(files, []);
  const fingerprint = fingerprintOfKey(key);
  if (remembered !== null && remembered.fingerprint !== fingerprint) throw otherKey(files, remembered, fingerprint);
  return key;
}

/** From its commit on a seal must be there. Published first: only the last of those remembered is published again. */
export async function rememberSeal(files: SealFiles, seal: StoredSeal): Promise<void> {
  if (files.sealPublishFile !== null) await publishSeal(files.sealPublishFile, seal);
  await writeSealMemory(files.sealMemoryFile, rememberedOf(seal));
}

function rememberedOf({ id: number, digest, publicKey }: StoredSeal): RememberedSeal {
  return { number, digest, fingerprint: fingerprintOf(publicKey) };
}

/**
 * Seals from this number on, and all restarts. Nobody takes them out before the transaction ends: else what they had
 * sealed would be noted as grown, and sealed again.
 */
function storedSeals(tx: EntityManager, since: number): Promise<StoredSeal[]> {
  return tx.query<StoredSeal[]>(
    `SELECT ${SEAL_COLUMNS}, ledger_seal.runs AS "runCount"
     FROM ledger_seal
     WHERE ledger_seal.id >= $1 OR ledger_seal.restart IS NOT NULL
     ORDER BY ledger_seal.id
     FOR SHARE`,
    [since],
  );
}

/**
 * No seal, and nothing that tells of one. A key without memory may be one that was brought, but only to an empty ledger:
 * else the memory is lost, and the seals with it.
 */
async function isBeginning(tx: EntityManager, key: KeyObject | null, remembered: RememberedSeal | null) {
  if (remembered !== null || key === null) return true;
  const [run] = await tx.query<object[]>(`SELECT 1 FROM ledger_run WHERE ledger_run.batches > 0 LIMIT 1`);
  return run === undefined;
}

/** Memory first: whoever finds it without a key was killed here, and does it again. */
async function begin(
  files: SealFiles,
  brought: KeyObject | null,
  remembered: RememberedSeal | null,
): Promise<SealStanding> {
  const key = brought ?? newSealKey();
  const last = noSealYet(fingerprintOfKey(key));
  if (remembered?.fingerprint === last.fingerprint) return { key, last };
  await writeSealMemory(files.sealMemoryFile, last);
  if (brought === null) await writeSealKey(files.sealKeyFile, key);
  return { key, last };
}

const OR_RESTART =
  'Restore the copies of the key and memory files of this database. If there are none, check the output of ' +
  '`npm run ledger -- verify`, and run `npm run ledger -- seal --restart REASON`.';

function noKey({ sealKeyFile }: SealFiles, seals: readonly StoredSeal[]): SealingRefused {
  const has = seals.length === 0 ? 'Nothing can be signed' : 'The database has seals, and nothing more is sealed';
  return new SealingRefused(
    'no_key',
    `${has}: there is no key in ${sealKeyFile} (SEAL_KEY_FILE). A worker creates it when it starts for the first time. ${OR_RESTART}`,
  );
}

function noMemory({ sealMemoryFile }: SealFiles, seals: readonly StoredSeal[]): SealingRefused {
  const has = seals.length === 0 ? 'The ledger is not empty and has no seals' : 'The database has seals';
  return new SealingRefused(
    'no_memory',
    `${has}, there is a key, but ${sealMemoryFile} (SEAL_MEMORY_FILE) does not contain the last seal: what the ` +
      `database says about it is not trusted, and nothing is sealed. Earlier versions had no such file. ${OR_RESTART}`,
  );
}

function otherKey(
  { sealKeyFile, sealMemoryFile }: SealFiles,
  { number, fingerprint }: RememberedSeal,
  found: string,
): SealingRefused {
  return new SealingRefused(
    'other_key',
    `The key in ${sealKeyFile} (${found}) is not the one that signed up to seal ${number} (${fingerprint} according to ` +
      `${sealMemoryFile}): nothing is signed. ${OR_RESTART}`,
  );
}
