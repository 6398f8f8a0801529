import type { DataSource } from 'typeorm';
import { storedBatches } from '../batches/stored-batches.js';
import { MICROS } from '../digests/micros.js';
import type { RedactedBatch, Redaction } from '../redaction/redaction.js';
import { storedRetentions } from '../retention/stored-retentions.js';
import { SEAL_COLUMNS } from '../sealing/seal-columns.js';
import type { Seal, SealedRun } from '../sealing/seal.js';
import type { LedgerRecords } from './ledger-records.js';

const RUNS_AT_ONCE = 5_000;
const NIL = '00000000-0000-0000-0000-000000000000';

const RUNS = `SELECT ledger_run.run_id AS "runId", ledger_run.batches, ledger_run.head
  FROM ledger_run
  WHERE ledger_run.run_id > $1
  ORDER BY ledger_run.run_id
  LIMIT ${RUNS_AT_ONCE}`;

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
