import { NO_LINK } from '../batches/batch-link.js';
import { fingerprintOf, isSignedBy } from '../digests/signed.js';
import { isRestartOf } from '../sealing/follow-seals.js';
import { rootOf, sealDigest, type Seal } from '../sealing/seal.js';
import type { Known } from './known.js';
import type { LedgerRecords } from './ledger-records.js';
import type { Pins } from './pins.js';
import type { Verdict } from './verdict.js';

type SealsVerdict = Pick<Verdict, 'seals' | 'lastSeal' | 'restarts' | 'fingerprints' | 'findings'>;

/** What is known of seals from elsewhere. */
type KnownOfSeals = Omit<Known, 'against'>;

/**
 * Reads the seals in their order and compares them with what is known of them; pins what they say of runs. Of the
 * mistakes it tells the first.
 */
export async function verifySeals(
  ledger: LedgerRecords,
  pins: Pins,
  earlier: ReadonlyMap<number, Buffer>,
  known: KnownOfSeals,
): Promise<SealsVerdict> {
  const seen = new SeenSeals(known);
  for await (const seal of ledger.seals()) {
    for (const run of seal.runs) pins.add(run, `seal ${seal.id}`);
    const isEarlier = earlier.get(seal.id)?.equals(seal.digest) ?? true;
    seen.add(seal, isEarlier ? null : 'is not the one in the export');
  }
  const missing = [...earlier.keys()].filter((id) => id > seen.count).sort((a, b) => a - b)[0];
  if (missing !== undefined) seen.tell(missing, 'is missing: the export has it');
  return seen.verdict();
}

class SeenSeals {
  count = 0;
  private last: Seal | null = null;
  private finding: Verdict['findings'][number] | null = null;
  private readonly digests = new Map<number, Buffer>();
  private readonly fingerprints = new Set<string>();
  private readonly restarts: Seal[] = [];

  constructor(private readonly known: KnownOfSeals) {}

  /** `besides`: what else is wrong with it. */
  add(seal: Seal, besides: string | null): void {
    this.count += 1;
    const what =
      mistakeOfSeal(seal, this.count, this.last) ??
      besides ??
      mistakeOfKey(seal.publicKey, this.known.keys) ??
      this.mistakeOfSuccession(seal);
    if (what !== null) this.tell(this.count, what);
    else if (seal.restart) this.restarts.push(seal);
    this.digests.set(seal.id, seal.digest);
    this.fingerprints.add(fingerprintOf(seal.publicKey));
    this.last = seal;
  }

  tell(number: number, what: string): void {
    this.finding ??= { where: `seal ${number}`, what };
  }

  verdict(): SealsVerdict {
    const { noted = [], remembered } = this.known;
    for (const { number, digest } of noted) this.compare(number, digest, 'was written down');
    if (remembered !== undefined && !this.restarts.some((seal) => isRestartOf(remembered, seal))) {
      this.compare(remembered.number, remembered.digest, 'is remembered here as the last');
    }
    const fingerprint = this.last && fingerprintOf(this.last.publicKey);
    if (remembered !== undefined && fingerprint !== null && fingerprint !== remembered.fingerprint) {
      this.tell(this.count, 'is signed by another key than the seals made here');
    }
    return {
      seals: this.count,
      lastSeal: this.last && { id: this.last.id, digest: this.last.digest },
      restarts: this.restarts.map(({ id, sealedMicros, publicKey, restart }) => ({
        ...{ id, sealedMicros, publicKey, restart },
      })),
      fingerprints: [...this.fingerprints],
      findings: this.finding === null ? [] : [this.finding],
    };
  }

  private compare(number: number, digest: Buffer, how: string): void {
    if (number === 0) return;
    const found = this.digests.get(number);
    if (found === undefined) this.tell(number, `is missing: it ${how}`);
    else if (!found.equals(digest)) this.tell(number, `is not the one that ${how}`);
  }

  /** A key says of itself only that it came later: that is nobody's word unless its fingerprint is known. */
  private mistakeOfSuccession({ publicKey, restart }: Seal): string | null {
    if (this.last === null || publicKey.equals(this.last.publicKey)) return null;
    if (!restart) return 'is signed by another key than the previous seal';
    const { keys, remembered } = this.known;
    const isVouchedFor = keys !== undefined || remembered !== undefined;
    return isVouchedFor ? null : 'is signed by a new key: pass it with --key if you trust it';
  }
}

function mistakeOfSeal(seal: Seal, expectedId: number, before: Seal | null): string | null {
  if (seal.id !== expectedId) return `is missing: seal ${seal.id} is in its place`;
  if (!seal.previous.equals(before?.digest ?? NO_LINK)) return 'does not follow the previous seal';
  if (!seal.root.equals(rootOf(seal.runs))) return 'has other runs than the ones it was made of';
  if (!seal.digest.equals(sealDigest(seal))) return 'was changed';
  return isSignedBy(seal) ? null : 'is not signed by the key that it names';
}

/** Whether a key is one of those that count. */
export function mistakeOfKey(publicKey: Buffer, keys: readonly string[] | undefined): string | null {
  const isExpected = keys?.includes(fingerprintOf(publicKey)) ?? true;
  return isExpected ? null : 'is signed by another key than was given';
}
