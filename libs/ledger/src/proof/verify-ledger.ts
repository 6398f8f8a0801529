import { linkOf, NO_LINK, sha256, type LinkedBatch } from './batch-link.js';
import { keyOf, redactionDigest, type RedactedBatch, type Redaction } from '../redaction/redaction.js';
import { fingerprintOf, isSignedBy, rootOf, sealDigest, type Seal, type SealedRun } from './seal.js';

/** What the ledger says of a run as a whole. */
export interface RunRecord extends SealedRun {
  /** Retention has dropped its batches: only the seals still tell of them. */
  isDropped: boolean;
}

/** A ledger, or an export of one. Runs and batches come in the order of run ids and batch numbers. */
export interface LedgerRecords {
  runs(): AsyncIterable<RunRecord>;
  batches(): AsyncIterable<LinkedBatch>;
  seals(): AsyncIterable<Seal>;
  /** In their order. */
  redactions(): AsyncIterable<Redaction>;
}

/** Something that is not as it was accepted: of each run and of the seals the first only. */
export interface Finding {
  /** `run <id> batch <number>`, `seal <number>` or `redaction <number>`. */
  where: string;
  what: string;
}

export interface Verdict {
  runs: number;
  batches: number;
  seals: number;
  /** Runs of which nothing is left to verify. */
  dropped: number;
  /** What was taken out of batches, by whom and why: signed, and so no finding. */
  redactions: Pick<Redaction, 'id' | 'actor' | 'reason' | 'batches'>[];
  /** Of the keys that have signed. */
  fingerprints: string[];
  findings: Finding[];
}

/** What else is known of a ledger: an earlier export of it, and whose signatures count. */
export interface Known {
  against?: LedgerRecords;
  /** Fingerprints of the keys that may have signed; without it, any. */
  keys?: readonly string[];
}

/** A link that a batch must have, because somebody has vouched for it. */
interface Pin {
  head: Buffer;
  by: string;
}

/** Reads a ledger from its beginning to its end and tells what is not as it was when it was accepted. */
export async function verifyLedger(ledger: LedgerRecords, { against, keys }: Known = {}): Promise<Verdict> {
  const pins = new Pins();
  const earlier = new Map<number, Buffer>();
  if (against !== undefined) {
    for await (const run of against.runs()) pins.add(run, 'the export');
    for await (const { id, digest } of against.seals()) earlier.set(id, digest);
  }
  const sealed = await verifySeals(ledger, pins, earlier, keys);
  const redacted = await verifyRedactions(ledger, keys);
  const chained = await verifyRuns(ledger, pins, redacted.digests);
  const findings = [...chained.findings, ...sealed.findings, ...redacted.findings];
  const fingerprints = [...new Set([...sealed.fingerprints, ...redacted.fingerprints])];
  return { ...chained, ...sealed, redactions: redacted.redactions, fingerprints, findings };
}

class Pins {
  private readonly ofRuns = new Map<string, Map<number, Pin[]>>();

  add({ runId, batches, head }: SealedRun, by: string): void {
    if (batches === 0) return;
    const ofRun = this.ofRuns.get(runId) ?? new Map<number, Pin[]>();
    this.ofRuns.set(runId, ofRun);
    ofRun.set(batches, [...(ofRun.get(batches) ?? []), { head, by }]);
  }

  at(runId: string, batchNo: number): readonly Pin[] {
    return this.ofRuns.get(runId)?.get(batchNo) ?? [];
  }

  /** The first pin of a run behind its last batch: what should be there, and is not. */
  behind(runId: string, lastBatch: number): Pin | undefined {
    const later = [...(this.ofRuns.get(runId) ?? [])].filter(([batchNo]) => batchNo > lastBatch);
    return later.sort(([a], [b]) => a - b)[0]?.[1][0];
  }

  get runIds(): Iterable<string> {
    return this.ofRuns.keys();
  }
}

async function verifySeals(
  ledger: LedgerRecords,
  pins: Pins,
  earlier: ReadonlyMap<number, Buffer>,
  keys: readonly string[] | undefined,
): Promise<Pick<Verdict, 'seals' | 'fingerprints' | 'findings'>> {
  const fingerprints = new Set<string>();
  let finding: Finding | null = null;
  let count = 0;
  let previous: Buffer = NO_LINK;
  for await (const seal of ledger.seals()) {
    count += 1;
    for (const run of seal.runs) pins.add(run, `seal ${seal.id}`);
    fingerprints.add(fingerprintOf(seal.publicKey));
    const what = mistakeOfSeal(seal, count, previous) ?? mistakeBesides(seal, earlier, keys);
    if (what !== null) finding ??= { where: `seal ${count}`, what };
    previous = seal.digest;
  }
  const missing = [...earlier.keys()].filter((id) => id > count).sort((a, b) => a - b)[0];
  if (missing !== undefined) finding ??= { where: `seal ${missing}`, what: 'is missing: the export has it' };
  return { seals: count, fingerprints: [...fingerprints], findings: finding === null ? [] : [finding] };
}

function mistakeOfSeal(seal: Seal, expectedId: number, previous: Buffer): string | null {
  if (seal.id !== expectedId) return `is missing: seal ${seal.id} stands in its place`;
  if (!seal.previous.equals(previous)) return 'does not follow the seal before';
  if (!seal.root.equals(rootOf(seal.runs))) return 'has other runs than it was made of';
  if (!seal.digest.equals(sealDigest(seal))) return 'was changed';
  return isSignedBy(seal) ? null : 'is not signed by the key that it names';
}

function mistakeBesides(
  { id, digest, publicKey }: Seal,
  earlier: ReadonlyMap<number, Buffer>,
  keys: readonly string[] | undefined,
): string | null {
  if (earlier.get(id)?.equals(digest) === false) return 'is not the one of the export';
  return mistakeOfKey(publicKey, keys);
}

function mistakeOfKey(publicKey: Buffer, keys: readonly string[] | undefined): string | null {
  const isExpected = keys?.includes(fingerprintOf(publicKey)) ?? true;
  return isExpected ? null : 'is signed by another key than was given';
}

/** Of a batch: the digests of the bodies that were replaced, and of those that came in their place. */
type ReplacedDigests = ReadonlyMap<string, readonly RedactedBatch[]>;

/** Only what is signed as it should be counts: a body that anybody else has replaced is another body. */
async function verifyRedactions(
  ledger: LedgerRecords,
  keys: readonly string[] | undefined,
): Promise<Pick<Verdict, 'redactions' | 'fingerprints' | 'findings'> & { digests: ReplacedDigests }> {
  const [redactions, fingerprints]: [Redaction[], Set<string>] = [[], new Set()];
  const digests = new Map<string, RedactedBatch[]>();
  let finding: Finding | null = null;
  let count = 0;
  for await (const redaction of ledger.redactions()) {
    count += 1;
    fingerprints.add(fingerprintOf(redaction.publicKey));
    const what = mistakeOfRedaction(redaction, count, keys);
    if (what !== null) {
      finding ??= { where: `redaction ${count}`, what };
      continue;
    }
    redactions.push(redaction);
    for (const batch of redaction.batches) digests.set(keyOf(batch), [...(digests.get(keyOf(batch)) ?? []), batch]);
  }
  return { redactions, fingerprints: [...fingerprints], findings: finding === null ? [] : [finding], digests };
}

function mistakeOfRedaction(
  redaction: Redaction,
  expectedId: number,
  keys: readonly string[] | undefined,
): string | null {
  if (redaction.id !== expectedId) return `is missing: redaction ${redaction.id} stands in its place`;
  if (!redaction.digest.equals(redactionDigest(redaction))) return 'was changed';
  if (!isSignedBy(redaction)) return 'is not signed by the key that it names';
  return mistakeOfKey(redaction.publicKey, keys);
}

/** Whether the body is the one that was accepted, or what signed redactions have left of it. */
function isAsAccepted(batch: LinkedBatch, replaced: ReplacedDigests): boolean {
  let expected = batch.bodyDigest;
  for (const { before, after } of replaced.get(keyOf(batch)) ?? []) {
    if (!before.equals(expected)) return false;
    expected = after;
  }
  return expected.equals(sha256(batch.body));
}

async function verifyRuns(
  ledger: LedgerRecords,
  pins: Pins,
  replaced: ReplacedDigests,
): Promise<Pick<Verdict, 'runs' | 'batches' | 'dropped' | 'findings'>> {
  const runs = new Map<string, RunRecord>();
  for await (const run of ledger.runs()) runs.set(run.runId, run);
  const findings = new Map<string, Finding>();
  const tell = (runId: string, batchNo: number, what: string) => {
    if (!findings.has(runId)) findings.set(runId, { where: `run ${runId} batch ${batchNo}`, what });
  };
  const last = new Map<string, LinkedBatch>();
  let batches = 0;
  for await (const batch of ledger.batches()) {
    batches += 1;
    const what = mistakeOfBatch(batch, last.get(batch.runId), runs.get(batch.runId), { pins, replaced });
    if (what !== null) tell(batch.runId, what.batchNo, what.text);
    last.set(batch.runId, batch);
  }
  let dropped = 0;
  for (const runId of new Set([...runs.keys(), ...last.keys(), ...pins.runIds])) {
    const run = runs.get(runId);
    if (run?.isDropped) {
      dropped += 1;
      continue;
    }
    const [batchNo, head] = [last.get(runId)?.batchNo ?? 0, last.get(runId)?.link ?? NO_LINK];
    const pin = pins.behind(runId, batchNo);
    if (run !== undefined && run.batches > batchNo) tell(runId, batchNo + 1, 'is missing: the run has more batches');
    if (pin !== undefined) tell(runId, batchNo + 1, `is missing: ${pin.by} tells of it`);
    if (run?.batches === batchNo && !run.head.equals(head)) tell(runId, batchNo, 'is not the last that was appended');
  }
  return { runs: runs.size, batches, dropped, findings: [...findings.values()] };
}

/** The first thing that is wrong with a batch, and with which: one that is missing is not the one that is read. */
function mistakeOfBatch(
  batch: LinkedBatch,
  before: LinkedBatch | undefined,
  run: RunRecord | undefined,
  { pins, replaced }: { pins: Pins; replaced: ReplacedDigests },
): { batchNo: number; text: string } | null {
  const expected = (before?.batchNo ?? 0) + 1;
  const at = (text: string, batchNo = batch.batchNo) => ({ batchNo, text });
  if (batch.batchNo !== expected) return at(`is missing: batch ${batch.batchNo} stands in its place`, expected);
  if (run === undefined) return at('is of a run that the ledger does not know');
  if (batch.batchNo > run.batches) return at('was never appended to its run');
  if (!isAsAccepted(batch, replaced)) return at('has another body than was accepted');
  const link = linkOf(before?.link ?? NO_LINK, batch);
  if (!batch.link.equals(link)) return at('was changed, or does not follow the batch before');
  const broken = pins.at(batch.runId, batch.batchNo).find(({ head }) => !head.equals(batch.link));
  return broken === undefined ? null : at(`is not the one that ${broken.by} tells of`);
}
