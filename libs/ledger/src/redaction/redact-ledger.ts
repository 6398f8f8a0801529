import type { KeyObject } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { countTexts, redactTexts, writeAuditEntry, type AuditNote } from '#database';
import { backupsThatMayHold, type Backup } from '../backups/backups.js';
import { lockRun } from '../batches/claim-run.js';
import { BatchReader, BODY_COLUMNS, deflateBody, type StoredBatch } from '../batches/stored-batch.js';
import { storedBatches } from '../batches/stored-batches.js';
import { MICROS } from '../digests/micros.js';
import { sha256 } from '../digests/sha256.js';
import { signDigest } from '../digests/signed.js';
import { storeTogether, type BatchContent } from '../packing/store-together.js';
import { formsOfSecret, patternOf, REDACTED } from './forms-of-secret.js';
import { bytePattern, redactBytes } from './redact-bytes.js';
import { holdsAny, redactContent } from './redact-content.js';
import { keyOf, redactionDigest, type RedactedBatch } from './redaction.js';

/** A page of letters has up to so many, and up to so many bytes but at least one: the whole of it is one parameter. */
const LETTERS_AT_ONCE = 200;
const LETTER_BYTES_AT_ONCE = 32 * 1024 * 1024;

const LETTERS = `SELECT letter.id, letter.event, letter.message
  FROM (
    SELECT dead_letter.id, dead_letter.event, dead_letter.message, row_number() OVER so_far AS place,
      sum(octet_length(dead_letter.event)) OVER so_far AS bytes_so_far
    FROM dead_letter
    WHERE dead_letter.id > $1
    WINDOW so_far AS (ORDER BY dead_letter.id)
    ORDER BY dead_letter.id
    LIMIT ${LETTERS_AT_ONCE}
  ) AS letter
  WHERE letter.bytes_so_far <= ${LETTER_BYTES_AT_ONCE} OR letter.place = 1
  ORDER BY letter.id`;

export interface RedactionInput {
  /** What shall be gone: REDACTABLE. It is written nowhere. */
  secret: string;
  reason: string;
  /** Who wishes it, as the audit log names him. */
  by: Pick<AuditNote, 'actor' | 'tokenId' | 'address'>;
  /** Only find out where it stands. */
  isDryRun: boolean;
}

/** Where a secret stood, or stands. */
export interface RedactionOutcome {
  /** null: nothing was found, or it was a dry run. */
  id: number | null;
  batches: number;
  runs: number;
  deadLetters: number;
  /** Of projections, of what is derived from them, of search and of notes. */
  rowsElsewhere: number;
  /** Those that may still hold it. */
  backups: Backup[];
}

type BatchKey = Pick<RedactedBatch, 'runId' | 'batchNo'>;

/**
 * Takes a secret out of everything that we hold: the bodies of batches and dead letters, and every text of every other
 * table. One transaction, after a search that locks nothing. The digests and links of the batches stay, and a signed
 * record says which bodies were replaced by which: so the ledger still proves itself. The audit log tells of it. Throws
 * BreaksEvents for a text without which events would not be readable.
 * See docs/decisions/0024-a-redaction-is-signed.md.
 */
export async function redactLedger(
  dataSource: DataSource,
  key: KeyObject,
  { secret, reason, by, isDryRun }: RedactionInput,
): Promise<RedactionOutcome> {
  const forms = formsOfSecret(secret);
  const bytes = forms.map((form) => Buffer.from(form));
  const pattern = patternOf(forms);
  const matches = bytePattern(pattern);
  // What began to be appended before may come to its end after we have passed it.
  const [began] = await dataSource.query<[{ at: string }]>(`SELECT (now() - interval '1 minute')::text AS at`);
  const found = new Map((await batchesThatHold(dataSource, bytes, null)).map((batch) => [keyOf(batch), batch]));
  return dataSource.transaction(async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = 0`);
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:redaction'))`);
    // What came while we searched.
    for (const late of await batchesThatHold(tx, bytes, began.at)) found.set(keyOf(late), late);
    const holding = [...found.values()].sort((a, b) =>
      a.runId === b.runId ? a.batchNo - b.batchNo : a.runId < b.runId ? -1 : 1,
    );
    // Whoever folds one of these runs now has read the secret: he ends first, and what he wrote is found below.
    const runs = new Set(holding.map(({ runId }) => runId));
    for (const runId of runs) await lockRun(tx, runId);
    const replaced = isDryRun ? [] : await replaceBodies(tx, holding, matches);
    const deadLetters = await redactLetters(tx, matches, isDryRun);
    const rowsElsewhere = isDryRun ? await countTexts(tx, pattern) : await redactTexts(tx, pattern, REDACTED);
    const counts = { batches: holding.length, runs: runs.size, deadLetters, rowsElsewhere };
    if (holding.length + deadLetters + rowsElsewhere === 0) return { id: null, ...counts, backups: [] };
    const backups = await backupsThatMayHold(tx);
    if (isDryRun) return { id: null, ...counts, backups };
    const id = await record(tx, key, { actor: by.actor, reason, batches: replaced }, counts);
    await writeAuditEntry(tx, {
      ...by,
      action: 'secret.redacted',
      subject: `redaction ${id}`,
      details: { ...counts, backups: backups.length, reason },
    });
    return { id, ...counts, backups };
  });
}

/** Those that came since then; null: all. */
async function batchesThatHold(
  db: DataSource | EntityManager,
  forms: readonly Buffer[],
  since: string | null,
): Promise<BatchKey[]> {
  const [found, reader]: [BatchKey[], BatchReader] = [[], new BatchReader()];
  for await (const batch of storedBatches(db, since)) {
    const { runId, batchNo } = batch;
    if (holdsAny(await reader.contentOf(batch), forms)) found.push({ runId, batchNo });
  }
  return found;
}

async function replaceBodies(tx: EntityManager, found: readonly BatchKey[], pattern: RegExp): Promise<RedactedBatch[]> {
  const ofRuns = new Map<string, number[]>();
  for (const { runId } of found) ofRuns.set(runId, []);
  for (const { runId, batchNo } of found) ofRuns.get(runId)?.push(batchNo);
  const replaced: RedactedBatch[] = [];
  for (const [runId, batchNos] of ofRuns) {
    // Of what retention has taken meanwhile there is none.
    const holders = await tx.query<{ batchNo: number }[]>(
      `SELECT DISTINCT coalesce(ledger_batch.pack_no, ledger_batch.batch_no) AS "batchNo"
       FROM ledger_batch
       WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no = ANY ($2)
       ORDER BY 1`,
      [runId, batchNos],
    );
    for (const { batchNo } of holders) replaced.push(...(await replaceBody(tx, { runId, batchNo }, pattern)));
  }
  return replaced;
}

/** In the body of this batch, and so in all batches that are packed there. */
async function replaceBody(tx: EntityManager, holder: BatchKey, pattern: RegExp): Promise<RedactedBatch[]> {
  const { runId } = holder;
  const batches = await tx.query<HeldBatch[]>(HELD_BY, [runId, holder.batchNo]);
  const [parts, replaced, reader]: [BatchContent[], RedactedBatch[], BatchReader] = [[], [], new BatchReader()];
  for (const batch of batches) {
    const { batchNo, contentDigest, body } = batch;
    const before = await reader.contentOf(batch);
    const after = redactContent(before, pattern);
    if (contentDigest === null && body !== null) return [await replaceLinkedBody(tx, { runId, batchNo, body }, after)];
    parts.push({ batchNo, content: after });
    if (after !== before) replaced.push({ runId, batchNo, before: sha256(before), after: sha256(after) });
  }
  if (replaced.length > 0) await storeTogether(tx, runId, parts);
  return replaced;
}

interface HeldBatch extends StoredBatch {
  contentDigest: Buffer | null;
}

const HELD_BY = `
  SELECT batch.run_id AS "runId", batch.batch_no AS "batchNo", batch.content_digest AS "contentDigest", ${BODY_COLUMNS}
  FROM (
    SELECT * FROM ledger_batch
    WHERE ledger_batch.run_id = $1 AND $2 IN (ledger_batch.batch_no, ledger_batch.pack_no)
    FOR UPDATE
  ) AS batch
  ORDER BY batch.batch_no`;

/** Of a batch from before contents were linked: it is told by its bodies. */
async function replaceLinkedBody(
  tx: EntityManager,
  { runId, batchNo, body }: BatchKey & { body: Buffer },
  content: Buffer,
): Promise<RedactedBatch> {
  const after = await deflateBody(content);
  await tx.query(`UPDATE ledger_batch SET body = $3 WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no = $2`, [
    ...[runId, batchNo],
    after,
  ]);
  return { runId, batchNo, before: sha256(body), after: sha256(after) };
}

/** Their digests stay: an event that comes again is still known. Answers how many hold it. */
async function redactLetters(tx: EntityManager, matches: RegExp, isDryRun: boolean): Promise<number> {
  let [count, after] = [0, '0'];
  for (;;) {
    const letters = await tx.query<{ id: string; event: Buffer; message: string }[]>(LETTERS, [after]);
    const redacted = letters.flatMap(({ id, event, message }) => {
      const [ofEvent, ofMessage] = [redactBytes(event, [matches]), redactBytes(Buffer.from(message), [matches])];
      if (ofEvent.found + ofMessage.found === 0) return [];
      return [{ id, event: ofEvent.redacted, message: ofMessage.redacted.toString() }];
    });
    count += redacted.length;
    if (!isDryRun && redacted.length > 0) {
      await tx.query(
        `UPDATE dead_letter SET event = redacted.event, message = redacted.message
         FROM unnest($1::bigint[], $2::bytea[], $3::text[]) AS redacted (id, event, message)
         WHERE dead_letter.id = redacted.id`,
        [redacted.map(({ id }) => id), redacted.map(({ event }) => event), redacted.map(({ message }) => message)],
      );
    }
    const last = letters.at(-1);
    if (last === undefined) return count;
    after = last.id;
  }
}

async function record(
  tx: EntityManager,
  key: KeyObject,
  { actor, reason, batches }: { actor: string; reason: string; batches: RedactedBatch[] },
  { deadLetters, rowsElsewhere }: Pick<RedactionOutcome, 'deadLetters' | 'rowsElsewhere'>,
): Promise<number> {
  const [next] = await tx.query<[{ id: number; now: string; micros: string }]>(
    // Not when the transaction began, minutes ago: a backup that was begun meanwhile still holds the secret.
    `SELECT next.id, next.at::text AS now, ${MICROS('next.at')} AS micros
     FROM (
       SELECT coalesce(max(redaction.id), 0) + 1 AS id, clock_timestamp() AS at FROM redaction
     ) AS next`,
  );
  const { id, now, micros: redactedMicros } = next;
  const said = redactionDigest({ id, redactedMicros, actor, reason, batches });
  const { digest, publicKey, signature } = signDigest(said, key);
  await tx.query(
    `INSERT INTO redaction (
       id, redacted_at, actor, reason, dead_letters, rows_elsewhere, digest, public_key, signature
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, now, actor, reason, deadLetters, rowsElsewhere, digest, publicKey, signature],
  );
  await tx.query(
    `INSERT INTO redaction_batch (redaction_id, run_id, batch_no, body_digest_before, body_digest_after)
     SELECT $1, batch.* FROM unnest($2::uuid[], $3::integer[], $4::bytea[], $5::bytea[]) AS batch`,
    [
      id,
      batches.map(({ runId }) => runId),
      batches.map(({ batchNo }) => batchNo),
      batches.map(({ before }) => before),
      batches.map(({ after }) => after),
    ],
  );
  return id;
}
