import { NO_LINK } from '../batches/batch-link.js';
import { fingerprintOf, isSignedBy, type Signed } from '../digests/signed.js';
import type { RememberedSeal } from './seal-memory.js';
import { sealHeadDigest, sealName, type SealHead } from './seal.js';
import { SealingRefused } from './sealing-refused.js';

/** A seal of the database, with the number of its runs. */
export interface StoredSeal extends SealHead, Signed {
  runCount: number;
}

/**
 * The seals that the database holds behind the one that is remembered, in their order: those that were made here and not
 * remembered, because the process died before it could. Each must be signed by our key and follow the one before; so
 * the owner of the database can make none. Throws SealingRefused when it is otherwise. `seals` are in the order of their
 * numbers, with at least those from the remembered one on and all restarts.
 * See docs/decisions/0031-the-last-seal-is-kept-beside-the-key.md.
 */
export function followSeals(remembered: RememberedSeal, seals: readonly StoredSeal[]): StoredSeal[] {
  const { fingerprint } = remembered;
  const followers: StoredSeal[] = [];
  let at: { number: number; digest: Buffer } = remembered;
  if (!holds(seals, remembered)) {
    const restart = seals.find((seal) => isRestartOf(remembered, seal) && isGenuine(seal, fingerprint));
    if (restart === undefined) throw missing(remembered, seals);
    followers.push(restart);
    at = { number: restart.id, digest: restart.digest };
  }
  for (const seal of seals) {
    if (seal.id <= at.number) continue;
    const follows = seal.id === at.number + 1 && seal.previous.equals(at.digest);
    if (!follows || !isGenuine(seal, fingerprint)) throw foreign(seal);
    followers.push(seal);
    at = { number: seal.id, digest: seal.digest };
  }
  return followers;
}

/** Whether this seal says that it is made in the place of what would have followed the remembered one. */
export function isRestartOf({ number, digest }: Pick<RememberedSeal, 'number' | 'digest'>, { restart }: SealHead) {
  const from = restart?.remembered ?? null;
  return from !== null && from.number === number && from.digest === digest.toString('hex');
}

function holds(seals: readonly StoredSeal[], { number, digest }: RememberedSeal): boolean {
  if (number === 0) return digest.equals(NO_LINK);
  return seals.some((seal) => seal.id === number && seal.digest.equals(digest));
}

function isGenuine(seal: StoredSeal, fingerprint: string): boolean {
  const isSaid = seal.digest.equals(sealHeadDigest(seal, seal.runCount));
  return isSaid && fingerprintOf(seal.publicKey) === fingerprint && isSignedBy(seal);
}

const WHAT_TO_DO =
  'Nothing is sealed until it does. If a backup was restored, run `npm run ledger -- seal --restart REASON`; if ' +
  'not, the ledger was tampered with: keep it as it is, and see docs/proof.md.';

function missing({ number, digest }: RememberedSeal, seals: readonly StoredSeal[]): SealingRefused {
  const newest = seals.at(-1);
  const instead = newest === undefined ? 'It has none' : `Its newest is ${sealName(newest.id, newest.digest)}`;
  return new SealingRefused(
    'seal_missing',
    `The database does not contain seal ${sealName(number, digest)}, the last one made here. ${instead}. ${WHAT_TO_DO}`,
  );
}

function foreign({ id, digest }: StoredSeal): SealingRefused {
  return new SealingRefused(
    'foreign_seal',
    `The database has seal ${sealName(id, digest)}, which was not made here, or does not follow what was. The database ` +
      `must continue from the last seal made here. ${WHAT_TO_DO}`,
  );
}
