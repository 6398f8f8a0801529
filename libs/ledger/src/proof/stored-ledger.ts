import type { DataSource } from 'typeorm';
import type { RedactedBatch, Redaction } from '../redaction/redaction.js';
import type { Retention } from '../retention/retention.js';
import { BODY_COLUMNS } from '../stored-batch.js';
import type { LinkedBatch } from './batch-link.js';
import type { Seal, SealedRun } from './seal.js';
import type { LedgerRecords } from './verify-ledger.js';

const RUNS_AT_ONCE = 5_000;
const BATCHES_AT_ONCE = 200;
const BYTES_AT_ONCE = 16 * 1024 * 1024;
const NIL = '00000000-0000-0000-0000-000000000000';

export const MICROS = (column: string) => `((extract(epoch FROM ${column}) * 1000000)::bigint)::text`;

const RUNS = `SELECT ledger_run.run_id AS "runId", ledger_run.batches, ledger_run.head
  FROM ledger_run
  WHERE ledger_run.run_id > $1
  ORDER BY ledger_run.run_id
  LIMIT ${RUNS_AT_ONCE}`;

/** So many, and no more of them than fill so many bytes: a batch may be of some megabytes. */
const BATCHES = `SELECT batch.run_id AS "runId", batch.batch_no AS "batchNo", batch.seqs::text AS seqs,
    batch.inflated_bytes AS "inflatedBytes", ${MICROS('batch.received_at')} AS "receivedMicros", ${BODY_COLUMNS},
    batch.body_digest AS "bodyDigest", batch.content_digest AS "contentDigest", batch.link
  FROM (
    SELECT ledger_batch.*, sum(octet_length(ledger_batch.body)) OVER (
      ORDER BY ledger_batch.run_id, ledger_batch.batch_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS bytes_before
    FROM (
      SELECT ledger_batch.*
      FROM ledger_batch
      WHERE (ledger_batch.run_id, ledger_batch.batch_no) > ($1, $2)
        AND ($3::timestamptz IS NULL OR ledger_batch.received_at >= $3)
      ORDER BY ledger_batch.run_id, ledger_batch.batch_no
      LIMIT ${BATCHES_AT_ONCE}
    ) AS ledger_batch
  ) AS batch
  WHERE coalesce(batch.bytes_before, 0) < ${BYTES_AT_ONCE}
  ORDER BY batch.run_id, batch.batch_no`;

/** What a seal says and who signed it, but for its runs. */
export const SEAL_COLUMNS = `ledger_seal.id, ${MICROS('ledger_seal.sealed_at')} AS "sealedMicros", ledger_seal.previous,
  ledger_seal.root, ledger_seal.digest, ledger_seal.public_key AS "publicKey", ledger_seal.signature,
  ledger_seal.restart`;

const SEALS = `SELECT ${SEAL_COLUMNS} FROM ledger_seal ORDER BY ledger_seal.id`;

const RUNS_OF_SEAL = `SELECT sealed.run_id AS "runId", sealed.batches, sealed.head
  FROM ledger_seal_run AS sealed
  WHERE sealed.seal_id = $1
  ORDER BY sealed.run_id`;

const REDACTIONS = `SELECT redaction.id, ${MICROS('redaction.redacted_at')} AS "redactedMicros", redaction.actor,
    redaction.reason, redaction.digest, redaction.public_key AS "publicKey", redaction.signature
  FROM redaction
  ORDER BY redaction.id`;

const BATCHES_OF_REDACTION = `SELECT batch.run_id AS "runId", batch.batch_no AS "batchNo",
    batch.body_digest_before AS before, batch.body_digest_after AS after
  FROM redaction_batch AS batch
  WHERE batch.redaction_id = $1
  ORDER BY batch.run_id, batch.batch_no`;

const RETENTIONS = `SELECT retention.id, ${MICROS('retention.dropped_at')} AS "droppedMicros", retention.policy,
    retention.digest, retention.public_key AS "publicKey", retention.signature
  FROM retention_drop AS retention
  WHERE $1::integer IS NULL OR retention.id = $1
  ORDER BY retention.id`;

const RUNS_OF_RETENTION = `SELECT dropped.run_id AS "runId", dropped.batches, dropped.head
  FROM retention_drop_run AS dropped
  WHERE dropped.retention_id = $1
  ORDER BY dropped.run_id`;

/** The batches of a database, or those that came since then, read behind keys: there may come more meanwhile. */
export async function* storedBatches(
  dataSource: Pick<DataSource, 'query'>,
  since: string | null = null,
): AsyncGenerator<LinkedBatch> {
  for (let after: [string, number] = [NIL, 0]; ;) {
    const rows = await dataSource.query<LinkedBatch[]>(BATCHES, [...after, since]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.runId, last.batchNo];
  }
}

/** What retention has taken from a database, at all times or at one. */
export async function* storedRetentions(
  dataSource: Pick<DataSource, 'query'>,
  id: number | null = null,
): AsyncGenerator<Retention> {
  for (const retention of await dataSource.query<Omit<Retention, 'runs'>[]>(RETENTIONS, [id])) {
    yield { ...retention, runs: await dataSource.query<SealedRun[]>(RUNS_OF_RETENTION, [retention.id]) };
  }
}

/** The ledger of a database, read behind keys: it may grow meanwhile. */
export function storedLedger(dataSource: Pick<DataSource, 'query'>): LedgerRecords {
  return {
    async *runs() {
      for (let after = NIL; ;) {
        const rows = await dataSource.query<SealedRun[]>(RUNS, [after]);
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.runId;
      }
    },
    batches: () => storedBatches(dataSource),
    async *seals() {
      for (const seal of await dataSource.query<Omit<Seal, 'runs'>[]>(SEALS)) {
        yield { ...seal, runs: await dataSource.query<SealedRun[]>(RUNS_OF_SEAL, [seal.id]) };
      }
    },
    async *redactions() {
      for (const redaction of await dataSource.query<Omit<Redaction, 'batches'>[]>(REDACTIONS)) {
        yield { ...redaction, batches: await dataSource.query<RedactedBatch[]>(BATCHES_OF_REDACTION, [redaction.id]) };
      }
    },
    retentions: () => storedRetentions(dataSource),
  };
}
