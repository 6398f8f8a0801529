import type { KeyObject } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { writeAuditEntry } from '#database';
import { NO_LINK } from '../batches/batch-link.js';
import { MICROS } from '../digests/micros.js';
import { signDigest } from '../digests/signed.js';
import type { StoredSeal } from './follow-seals.js';
import type { SealFiles } from './seal-files.js';
import { fingerprintOfKey, newSealKey, readSealKey, writeSealKey } from './seal-key.js';
import { readSealMemory, writeSealMemory, type RememberedSeal } from './seal-memory.js';
import { lockSeals, rememberSeal, seekStanding } from './seal-standing.js';
import { rootOf, sealHeadDigest, sealName, type SealedRun, type SealRestart } from './seal.js';
import { SealingRefused, type SealingFault } from './sealing-refused.js';

/**
 * Runs that have grown since they were sealed last. Served by ledger_seal_run_run_id_idx. Only what stands under a seal
 * that there is counts as sealed, so that nobody keeps a run from it by a row of none.
 */
const NOTE_GROWN = `INSERT INTO ledger_seal_run (seal_id, run_id, batches, head)
  SELECT $1, ledger_run.run_id, ledger_run.batches, ledger_run.head
  FROM ledger_run
  WHERE ledger_run.batches > 0 AND NOT EXISTS (
    SELECT 1 FROM ledger_seal_run AS sealed
    WHERE sealed.run_id = ledger_run.run_id AND sealed.batches = ledger_run.batches
      AND sealed.seal_id > 0 AND sealed.seal_id < $1
  )
  RETURNING run_id AS "runId", batches, head`;

/**
 * Compares the seals with what is remembered of them. Answers the last one; throws SealingRefused when the database does
 * not hold it.
 */
export function checkSeals(dataSource: DataSource, files: SealFiles): Promise<RememberedSeal> {
  return dataSource.transaction(async (tx) => {
    await lockSeals(tx);
    return (await seekStanding(tx, files)).last;
  });
}

/**
 * Signs how far the ledger is, after the seal that is remembered beside the key. Answers null when nothing has come
 * since; throws SealingRefused when the database does not hold that seal.
 */
export async function sealLedger(dataSource: DataSource, files: SealFiles): Promise<StoredSeal | null> {
  const made = await dataSource.transaction(async (tx) => {
    await lockSeals(tx);
    const { key, last } = await seekStanding(tx, files);
    // What cannot be remembered is not sealed.
    await writeSealMemory(files.sealMemoryFile, last);
    const runs = await noteGrown(tx, last.number + 1);
    return runs.length === 0 ? null : signRuns(tx, key, last, runs, null);
  });
  if (made !== null) await rememberUnlessLater(files, made);
  return made;
}

/** What a person says when the seals of the database are not those that were made here, and shall be gone on with. */
export interface RestartWish {
  reason: string;
  /** Who says so, for the record. */
  by: string;
}

/** Thrown when the seals are as they should be. */
export class NothingToRestart extends Error {}

/**
 * Makes a seal that goes on from what the database holds, and says for ever that it does, why, and from what remembered
 * seal. Makes a key when there is none.
 */
export async function restartSeals(
  dataSource: DataSource,
  files: SealFiles,
  { reason, by }: RestartWish,
): Promise<StoredSeal> {
  const made = await dataSource.transaction(async (tx) => {
    await lockSeals(tx);
    const fault = await faultOf(tx, files);
    const remembered = fault === 'unreadable_memory' ? null : await readSealMemory(files.sealMemoryFile);
    const key = (await readSealKey(files.sealKeyFile)) ?? (await makeKey(files));
    const from = await newestSeal(tx);
    // Of seals that are gone: they would stand under the new one.
    await tx.query(`DELETE FROM ledger_seal_run WHERE ledger_seal_run.seal_id > $1`, [from.number]);
    const was = remembered && { number: remembered.number, digest: remembered.digest.toString('hex') };
    const runs = await noteGrown(tx, from.number + 1);
    const seal = await signRuns(tx, key, from, runs, { remembered: was, actor: by, reason });
    const details = { reason, remembered: was, fault, after: from.number, fingerprint: fingerprintOfKey(key) };
    await writeAuditEntry(tx, { action: 'seal.restarted', actor: by, subject: `seal ${seal.id}`, details });
    return seal;
  });
  await rememberSeal(files, made);
  return made;
}

async function faultOf(tx: EntityManager, files: SealFiles): Promise<SealingFault> {
  try {
    const { last } = await seekStanding(tx, files);
    const name =
      last.number === 0 ? 'as it was begun' : `seal ${sealName(last.number, last.digest)}, the last one made`;
    throw new NothingToRestart(`There is nothing to restart: the database contains ${name}.`);
  } catch (error) {
    if (error instanceof SealingRefused) return error.fault;
    throw error;
  }
}

async function makeKey({ sealKeyFile }: SealFiles): Promise<KeyObject> {
  const key = newSealKey();
  await writeSealKey(sealKeyFile, key);
  return key;
}

/** Another worker may have remembered it, and sealed again. */
async function rememberUnlessLater(files: SealFiles, made: StoredSeal): Promise<void> {
  const known = await readSealMemory(files.sealMemoryFile);
  if (known === null || known.number < made.id) await rememberSeal(files, made);
}

type SealBefore = Pick<RememberedSeal, 'number' | 'digest'>;

async function newestSeal(tx: EntityManager): Promise<SealBefore> {
  const [newest] = await tx.query<SealBefore[]>(
    `SELECT ledger_seal.id AS number, ledger_seal.digest FROM ledger_seal ORDER BY ledger_seal.id DESC LIMIT 1`,
  );
  return newest ?? { number: 0, digest: NO_LINK };
}

async function noteGrown(tx: EntityManager, id: number): Promise<SealedRun[]> {
  const runs = await tx.query<SealedRun[]>(NOTE_GROWN, [id]);
  return runs.sort((a, b) => (a.runId < b.runId ? -1 : 1));
}

/** Committed is on disk: what is remembered must not be lost with the machine of the database. */
const COMMIT_TO_DISK = `SELECT set_config('synchronous_commit', 'on', true)
  WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

async function signRuns(
  tx: EntityManager,
  key: KeyObject,
  last: SealBefore,
  runs: readonly SealedRun[],
  restart: SealRestart | null,
): Promise<StoredSeal> {
  await tx.query(COMMIT_TO_DISK);
  const [clock] = await tx.query<[{ now: string; micros: string }]>(
    `SELECT now()::text AS now, ${MICROS('now()')} AS micros`,
  );
  const id = last.number + 1;
  const head = { id, sealedMicros: clock.micros, previous: last.digest, root: rootOf(runs), restart };
  const signed = signDigest(sealHeadDigest(head, runs.length), key);
  await tx.query(
    `INSERT INTO ledger_seal (id, sealed_at, previous, runs, root, digest, public_key, signature, restart)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, clock.now, head.previous, runs.length, head.root, signed.digest, signed.publicKey, signed.signature],
      restart && JSON.stringify(restart),
    ],
  );
  return { ...head, ...signed, runCount: runs.length };
}
