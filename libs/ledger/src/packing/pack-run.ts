import type { DataSource, EntityManager } from 'typeorm';
import { portionOf, tryLockRun } from '../batches/claim-run.js';
import { BatchReader, type StoredBatch } from '../batches/stored-batch.js';
import { sha256 } from '../digests/sha256.js';
import { storeTogether, type BatchContent } from './store-together.js';

/** A pack holds up to so many bytes of NDJSON: whoever opens one result inflates all of it. */
export const PACK_BYTES = 1024 * 1024;
/** What is larger gains nothing by company. */
const FULL_BYTES = PACK_BYTES / 2;
/** One transaction reads up to so many bytes of NDJSON. */
const PORTION_BYTES = 16 * PACK_BYTES;

/** What packing has made of a run. */
export interface PackedRun {
  /** Bodies that there were, and that there are. */
  before: { bodies: number; bytes: number };
  after: { bodies: number; bytes: number };
  /** Numbers of batches that do not hold what was accepted. They stay as they are: `verify` tells of them. */
  damaged: number[];
}

interface UnpackedBatch extends StoredBatch {
  inflatedBytes: number;
  contentDigest: Buffer | null;
  /** What the last redaction has left of it. */
  redactedDigest: Buffer | null;
}

/** Runs that have given no sign of life for so long, are folded, and have batches that nobody has looked at yet. */
export async function findUnpackedRuns(dataSource: DataSource, quietSeconds: number, limit: number): Promise<string[]> {
  const rows = await dataSource.query<{ runId: string }[]>(
    `SELECT ledger_run.run_id AS "runId"
     FROM ledger_run
     WHERE ledger_run.packed < ledger_run.batches AND ledger_run.details_dropped_at IS NULL
       AND ledger_run.settled = ledger_run.batches
       AND ledger_run.last_seen_at < now() - make_interval(secs => $1)
     ORDER BY ledger_run.last_seen_at
     LIMIT $2`,
    [quietSeconds, limit],
  );
  return rows.map(({ runId }) => runId);
}

/**
 * Compresses the small batches of a run together, in portions of a transaction each. What they hold, and so their links,
 * stays as it is. Answers null when somebody else has the run, who may change it: then it is for another time.
 * See docs/decisions/0029-packs-keep-their-links.md.
 */
export async function packRun(dataSource: DataSource, runId: string): Promise<PackedRun | null> {
  const packed: PackedRun = { before: { bodies: 0, bytes: 0 }, after: { bodies: 0, bytes: 0 }, damaged: [] };
  for (;;) {
    const outcome = await dataSource.transaction(async (tx) => {
      if (!(await tryLockRun(tx, runId))) return 'busy';
      return (await packPortion(tx, runId, packed)) ? 'more' : 'done';
    });
    if (outcome === 'busy') return null;
    if (outcome === 'done') return packed;
  }
}

/** Answers whether there was something to look at. */
async function packPortion(tx: EntityManager, runId: string, packed: PackedRun): Promise<boolean> {
  const batches = await tx.query<UnpackedBatch[]>(UNPACKED, [runId, PORTION_BYTES]);
  const last = batches.at(-1);
  if (last === undefined) return false;
  for (const group of groupsOf(batches)) {
    const parts = await soundPartsOf(group, packed);
    if (parts === null) continue;
    packed.before.bodies += group.length;
    packed.before.bytes += group.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
    packed.after.bodies += 1;
    packed.after.bytes += await storeTogether(tx, runId, parts);
  }
  await tx.query(`UPDATE ledger_run SET packed = $2 WHERE ledger_run.run_id = $1`, [runId, last.batchNo]);
  return true;
}

const UNPACKED = `
  SELECT portion.*, (
    SELECT redaction_batch.body_digest_after FROM redaction_batch
    WHERE redaction_batch.run_id = $1 AND redaction_batch.batch_no = portion."batchNo"
    ORDER BY redaction_batch.redaction_id DESC
    LIMIT 1
  ) AS "redactedDigest"
  FROM ledger_run
  CROSS JOIN LATERAL (
    ${portionOf('ledger_run.packed', 'ledger_run.settled', '$2')}
  ) AS portion
  WHERE ledger_run.run_id = $1 AND ledger_run.details_dropped_at IS NULL
  ORDER BY portion."batchNo"`;

/** Neighbours that fit into one pack: two of them at least. What stands alone, is large or is linked by its body stays. */
function groupsOf(batches: readonly UnpackedBatch[]): UnpackedBatch[][] {
  const groups: UnpackedBatch[][] = [];
  let [group, bytes]: [UnpackedBatch[], number] = [[], 0];
  for (const batch of batches) {
    const isSmall = batch.contentDigest !== null && batch.inflatedBytes < FULL_BYTES;
    if (!isSmall || bytes + batch.inflatedBytes > PACK_BYTES) {
      groups.push(group);
      [group, bytes] = [[], 0];
    }
    if (!isSmall) continue;
    group.push(batch);
    bytes += batch.inflatedBytes;
  }
  return [...groups, group].filter(({ length }) => length > 1);
}

/** null when one of them is damaged: what it was would be lost with its body, and `verify` must find it as it is. */
async function soundPartsOf(batches: readonly UnpackedBatch[], { damaged }: PackedRun): Promise<BatchContent[] | null> {
  const [parts, reader]: [BatchContent[], BatchReader] = [[], new BatchReader()];
  for (const batch of batches) {
    const { batchNo, contentDigest, redactedDigest } = batch;
    const content = await reader.contentOf(batch).catch(() => null);
    const expected = redactedDigest ?? contentDigest;
    if (content !== null && expected?.equals(sha256(content)) === true) parts.push({ batchNo, content });
    else damaged.push(batchNo);
  }
  return parts.length === batches.length ? parts : null;
}
