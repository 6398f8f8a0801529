import type { KeyObject } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { lockRun } from '../claim-run.js';
import { sha256 } from '../proof/batch-link.js';
import { MICROS } from '../proof/stored-ledger.js';
import { formsOfSecret, patternOf } from './forms-of-secret.js';
import { bytePattern, holdsAny, redactBody, redactBytes } from './redact-body.js';
import { redactRows } from './redact-rows.js';
import { signRedaction, type RedactedBatch } from './redaction.js';

const BATCHES_AT_ONCE = 100;
const NIL = '00000000-0000-0000-0000-000000000000';

export interface RedactionWish {
  /** What shall be gone. It is written nowhere. */
  secret: string;
  reason: string;
  actor: string;
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
}

type BatchKey = Pick<RedactedBatch, 'runId' | 'batchNo'>;

/**
 * Takes a secret out of everything that we hold: the bodies of batches and dead letters, and every text of every other
 * table. One transaction, after a search that locks nothing. The digests and links of the batches stay, and a signed
 * record says which bodies were replaced by which: so the ledger still proves itself. `alongside` is of the same
 * transaction. Throws BreaksEvents for a text without which events would not be readable.
 */
export async function redactLedger(
  dataSource: DataSource,
  key: KeyObject,
  { secret, reason, actor, isDryRun }: RedactionWish,
  alongside: (tx: EntityManager, outcome: RedactionOutcome) => Promise<void>,
): Promise<RedactionOutcome> {
  const forms = formsOfSecret(secret);
  const bytes = forms.map((form) => Buffer.from(form));
  const pattern = patternOf(forms);
  const [began] = await dataSource.query<[{ at: string }]>(`SELECT now()::text AS at`);
  const found = await batchesThatHold(dataSource, bytes, null);
  return dataSource.transaction(async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = 0`);
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:redaction'))`);
    // Whoever folds one of these runs now has read the secret: he ends first, and what he wrote is found below.
    const runs = [...new Set(found.map(({ runId }) => runId))].sort();
    for (const runId of runs) await lockRun(tx, runId);
    // What came while we searched.
    for (const late of await batchesThatHold(tx, bytes, began.at)) {
      if (found.some((batch) => batch.runId === late.runId && batch.batchNo === late.batchNo)) continue;
      if (!runs.includes(late.runId)) {
        runs.push(late.runId);
        await lockRun(tx, late.runId);
      }
      found.push(late);
    }
    found.sort((a, b) => (a.runId === b.runId ? a.batchNo - b.batchNo : a.runId < b.runId ? -1 : 1));
    const matches = bytePattern(pattern);
    const batches = isDryRun ? [] : await replaceBodies(tx, found, matches);
    const deadLetters = await redactLetters(tx, bytes, matches, { pattern, isDryRun });
    const rowsElsewhere = await redactRows(tx, pattern, isDryRun);
    const outcome = { id: null, batches: found.length, runs: runs.length, deadLetters, rowsElsewhere };
    if (isDryRun || found.length + deadLetters + rowsElsewhere === 0) {
      await alongside(tx, outcome);
      return outcome;
    }
    const recorded = { ...outcome, id: await record(tx, key, { actor, reason, batches }, outcome) };
    await alongside(tx, recorded);
    return recorded;
  });
}

/** Those that came since then; null: all. */
async function batchesThatHold(
  db: DataSource | EntityManager,
  forms: readonly Buffer[],
  since: string | null,
): Promise<BatchKey[]> {
  const found: BatchKey[] = [];
  for (let after: [string, number] = [NIL, 0]; ;) {
    const rows = await db.query<(BatchKey & { body: Buffer })[]>(
      `SELECT ledger_batch.run_id AS "runId", ledger_batch.batch_no AS "batchNo", ledger_batch.body
       FROM ledger_batch
       WHERE (ledger_batch.run_id, ledger_batch.batch_no) > ($1, $2)
         AND ($3::timestamptz IS NULL OR ledger_batch.received_at >= $3)
       ORDER BY ledger_batch.run_id, ledger_batch.batch_no
       LIMIT ${BATCHES_AT_ONCE}`,
      [...after, since],
    );
    for (const { body, ...batch } of rows) if (await holdsAny(body, forms)) found.push(batch);
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = [last.runId, last.batchNo];
  }
}

async function replaceBodies(tx: EntityManager, found: readonly BatchKey[], pattern: RegExp): Promise<RedactedBatch[]> {
  const replaced: RedactedBatch[] = [];
  for (const { runId, batchNo } of found) {
    const [row] = await tx.query<{ body: Buffer }[]>(
      `SELECT ledger_batch.body FROM ledger_batch
       WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no = $2 FOR UPDATE`,
      [runId, batchNo],
    );
    // Retention was faster.
    if (row === undefined) continue;
    const body = await redactBody(row.body, pattern);
    await tx.query(`UPDATE ledger_batch SET body = $3 WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no = $2`, [
      runId,
      batchNo,
      body,
    ]);
    replaced.push({ runId, batchNo, before: sha256(row.body), after: sha256(body) });
  }
  return replaced;
}

/** Their digests stay: an event that comes again is still known. */
async function redactLetters(
  tx: EntityManager,
  forms: readonly Buffer[],
  matches: RegExp,
  { pattern, isDryRun }: { pattern: string; isDryRun: boolean },
): Promise<number> {
  const holding = forms.map((_form, index) => `position($${index + 2}::bytea IN dead_letter.event) > 0`).join(' OR ');
  const letters = await tx.query<{ id: string; event: Buffer; message: string }[]>(
    `SELECT dead_letter.id, dead_letter.event, dead_letter.message FROM dead_letter
     WHERE dead_letter.message ~ $1 OR ${holding} FOR UPDATE`,
    [pattern, ...forms],
  );
  if (isDryRun) return letters.length;
  for (const { id, event, message } of letters) {
    await tx.query(`UPDATE dead_letter SET event = $2, message = $3 WHERE dead_letter.id = $1`, [
      id,
      redactBytes(event, matches),
      redactBytes(Buffer.from(message), matches).toString(),
    ]);
  }
  return letters.length;
}

async function record(
  tx: EntityManager,
  key: KeyObject,
  { actor, reason, batches }: { actor: string; reason: string; batches: RedactedBatch[] },
  { deadLetters, rowsElsewhere }: Pick<RedactionOutcome, 'deadLetters' | 'rowsElsewhere'>,
): Promise<number> {
  const [next] = await tx.query<[{ id: number; now: string; micros: string }]>(
    `SELECT coalesce(max(redaction.id), 0) + 1 AS id, now()::text AS now, ${MICROS('now()')} AS micros FROM redaction`,
  );
  const { id, now, micros: redactedMicros } = next;
  const { digest, publicKey, signature } = signRedaction({ id, redactedMicros, actor, reason, batches }, key);
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
