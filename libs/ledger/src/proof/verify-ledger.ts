import { linkedDigestOf, linkOf, NO_LINK, type LinkedBatch } from '../batches/batch-link.js';
import { BatchReader, isGzip } from '../batches/stored-batch.js';
import { sha256 } from '../digests/sha256.js';
import { fingerprintOf, isSignedBy, type Signed } from '../digests/signed.js';
import { keyOf, redactionDigest, type RedactedBatch, type Redaction } from '../redaction/redaction.js';
import { retentionDigest, type Retention } from '../retention/retention.js';
import type { SealedRun } from '../sealing/seal.js';
import type { Known } from './known.js';
import type { LedgerRecords } from './ledger-records.js';
import { Pins } from './pins.js';
import type { Finding, Verdict } from './verdict.js';
import { mistakeOfKey, verifySeals } from './verify-seals.js';

/** Reads a ledger from its beginning to its end and tells what is not as it was when it was accepted. */
export async function verifyLedger(ledger: LedgerRecords, known: Known = {}): Promise<Verdict> {
  const { against, remembered } = known;
  const pins = new Pins();
  const earlier = new Map<number, Buffer>();
  if (against !== undefined) {
    for await (const run of against.runs()) pins.add(run, 'the export');
    for await (const { id, digest } of against.seals()) earlier.set(id, digest);
  }
  const sealed = await verifySeals(ledger, pins, earlier, known);
  const signers = new Signers(
    remembered === undefined ? sealed.fingerprints : [...sealed.fingerprints, remembered.fingerprint],
  );
  const redacted = await verifyRecords('redaction', ledger.redactions(), redactionDigest, { known, signers });
  const retained = await verifyRecords('retention', ledger.retentions(), retentionDigest, { known, signers });
  const chained = await verifyRuns(
    ledger,
    { pins, replaced: digestsOf(redacted.sound), reader: new BatchReader() },
    retained.sound,
  );
  const signed = [sealed, redacted, retained];
  return {
    ...chained,
    seals: sealed.seals,
    lastSeal: sealed.lastSeal,
    restarts: sealed.restarts,
    redactions: redacted.sound,
    retentions: retained.sound,
    fingerprints: [...new Set(signed.flatMap(({ fingerprints }) => fingerprints))],
    findings: [...signed, chained].flatMap(({ findings }) => findings),
  };
}

/** Who may sign records: whoever has signed seals; where there are none, the first who has signed a record. */
class Signers {
  private readonly fingerprints: Set<string>;

  constructor(fingerprints: readonly string[]) {
    this.fingerprints = new Set(fingerprints);
  }

  mistakeOf({ publicKey }: Signed): string | null {
    const fingerprint = fingerprintOf(publicKey);
    if (this.fingerprints.size === 0) this.fingerprints.add(fingerprint);
    return this.fingerprints.has(fingerprint) ? null : 'is signed by a key that has signed no seal';
  }
}

/** A record beside the seals. */
interface NumberedRecord extends Signed {
  id: number;
}

interface SoundRecords<T> extends Pick<Verdict, 'fingerprints' | 'findings'> {
  sound: T[];
}

/** Only what is signed as it should be counts: what anybody else has taken away is missing, or another body. */
async function verifyRecords<T extends NumberedRecord>(
  kind: string,
  records: AsyncIterable<T>,
  digestOf: (record: T) => Buffer,
  { known, signers }: { known: Known; signers: Signers },
): Promise<SoundRecords<T>> {
  const [sound, fingerprints, findings]: [T[], Set<string>, Finding[]] = [[], new Set(), []];
  let count = 0;
  for await (const record of records) {
    count += 1;
    const what =
      mistakeOfRecord(kind, record, count, digestOf) ??
      mistakeOfKey(record.publicKey, known.keys) ??
      signers.mistakeOf(record);
    if (what === null) sound.push(record);
    else if (findings.length === 0) findings.push({ where: `${kind} ${count}`, what });
    fingerprints.add(fingerprintOf(record.publicKey));
  }
  return { sound, fingerprints: [...fingerprints], findings };
}

function mistakeOfRecord<T extends NumberedRecord>(
  kind: string,
  record: T,
  expectedId: number,
  digestOf: (record: T) => Buffer,
): string | null {
  if (record.id !== expectedId) return `is missing: ${kind} ${record.id} is in its place`;
  if (record.digest.length === 0) return 'was never signed';
  if (!record.digest.equals(digestOf(record))) return 'was changed';
  return isSignedBy(record) ? null : 'is not signed by the key that it names';
}

/** Of a batch: the digests of what was replaced in it, and of what came in its place. */
type ReplacedDigests = ReadonlyMap<string, readonly RedactedBatch[]>;

function digestsOf(redactions: readonly Redaction[]): ReplacedDigests {
  const digests = new Map<string, RedactedBatch[]>();
  for (const batch of redactions.flatMap(({ batches }) => batches)) {
    digests.set(keyOf(batch), [...(digests.get(keyOf(batch)) ?? []), batch]);
  }
  return digests;
}

/** Whether a batch holds what was accepted, or what signed redactions have left of it. */
async function isAsAccepted(batch: LinkedBatch, { replaced, reader }: Vouched): Promise<boolean> {
  let expected = linkedDigestOf(batch);
  for (const { before, after } of replaced.get(keyOf(batch)) ?? []) {
    if (!before.equals(expected)) return false;
    expected = after;
  }
  const { body, bodyDigest, contentDigest, packNo, batchNo } = batch;
  // A link does not say which of the two digests it was made of, but no bytes can be taken for the other kind.
  if (contentDigest === null) return body !== null && isGzip(body) && expected.equals(sha256(body));
  // Read before anything is told of it: it may be the pack of the batches that follow.
  const content = await reader.contentOf(batch).catch(() => null);
  if (content === null || isGzip(content) || !expected.equals(sha256(content))) return false;
  if (packNo !== null && packNo !== batchNo) return bodyDigest === null;
  return body !== null && bodyDigest?.equals(sha256(body)) === true;
}

/** What batches are compared with: what is said of them by those who have signed it, or by an earlier export. */
interface Vouched {
  pins: Pins;
  replaced: ReplacedDigests;
  reader: BatchReader;
}

async function verifyRuns(
  ledger: LedgerRecords,
  vouched: Vouched,
  retentions: readonly Retention[],
): Promise<Pick<Verdict, 'runs' | 'batches' | 'dropped' | 'findings'>> {
  const { pins } = vouched;
  const runs = new Map<string, SealedRun>();
  for await (const run of ledger.runs()) runs.set(run.runId, run);
  const taken = new Map<string, SealedRun>();
  for (const { id, runs: ofRetention } of retentions) {
    for (const run of ofRetention) {
      taken.set(run.runId, run);
      pins.add(run, `retention ${id}`);
    }
  }
  const findings = new Map<string, Finding>();
  const tell = (runId: string, batchNo: number, what: string) => {
    if (!findings.has(runId)) findings.set(runId, { where: `run ${runId} batch ${batchNo}`, what });
  };
  /** How far what is there of each run goes. */
  const ends = new Map<string, SealedRun>();
  let batches = 0;
  for await (const batch of ledger.batches()) {
    const { runId, batchNo, link } = batch;
    batches += 1;
    const what = await mistakeOfBatch(batch, ends.get(runId), runs.get(runId), vouched);
    if (what !== null) tell(runId, what.batchNo, what.text);
    ends.set(runId, { runId, batches: batchNo, head: link });
  }
  let dropped = 0;
  for (const runId of new Set([...runs.keys(), ...ends.keys(), ...pins.runIds])) {
    const run = runs.get(runId);
    // Retention takes all batches of a run or, as yet, none: where some are left, the others are missing.
    const gone = ends.has(runId) ? undefined : taken.get(runId);
    if (gone !== undefined) dropped += 1;
    const what = gone && (mistakeOfPlace(gone, run) ?? mistakeOfPins(gone, pins));
    if (what) tell(runId, gone.batches, what);
    const { batches: batchNo, head } = ends.get(runId) ?? gone ?? { batches: 0, head: NO_LINK };
    const pin = pins.behind(runId, batchNo);
    if (run !== undefined && run.batches > batchNo) tell(runId, batchNo + 1, 'is missing: the run has more batches');
    if (pin !== undefined) tell(runId, batchNo + 1, `is missing: ${pin.by} refers to it`);
    if (run?.batches === batchNo && !run.head.equals(head)) tell(runId, batchNo, 'is not the last that was appended');
  }
  return { runs: runs.size, batches, dropped, findings: [...findings.values()] };
}

/** The first thing that is wrong with a batch, and with which: one that is missing is not the one that is read. */
async function mistakeOfBatch(
  batch: LinkedBatch,
  before: SealedRun | undefined,
  run: SealedRun | undefined,
  vouched: Vouched,
): Promise<{ batchNo: number; text: string } | null> {
  const expected = (before?.batches ?? 0) + 1;
  if (batch.batchNo !== expected) {
    return { batchNo: expected, text: `is missing: batch ${batch.batchNo} is in its place` };
  }
  const end = { runId: batch.runId, batches: batch.batchNo, head: batch.link };
  const text =
    mistakeOfPlace(end, run) ??
    (await mistakeOfContent(batch, before?.head ?? NO_LINK, vouched)) ??
    mistakeOfPins(end, vouched.pins);
  return text === null ? null : { batchNo: batch.batchNo, text };
}

/** Of the last batch of what there is, or was: that its run has come so far. */
function mistakeOfPlace({ batches }: SealedRun, run: SealedRun | undefined): string | null {
  if (run === undefined) return 'belongs to a run that is not in the ledger';
  return batches > run.batches ? 'was never appended to its run' : null;
}

async function mistakeOfContent(batch: LinkedBatch, previous: Buffer, vouched: Vouched): Promise<string | null> {
  if (!(await isAsAccepted(batch, vouched))) return 'has another body than was accepted';
  return batch.link.equals(linkOf(previous, batch)) ? null : 'was changed, or does not follow the previous batch';
}

function mistakeOfPins({ runId, batches, head }: SealedRun, pins: Pins): string | null {
  const broken = pins.at(runId, batches).find((pin) => !pin.head.equals(head));
  return broken === undefined ? null : `is not the one that ${broken.by} refers to`;
}
