import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is in the ledger already is linked as it is found: the chain proves what came after. */
export class LinkLedgerBatches1795530300000 implements MigrationInterface {
  name = 'LinkLedgerBatches1795530300000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION ledger_link(
        previous bytea, run_id uuid, batch_no integer, seqs int4multirange, inflated_bytes integer,
        received_at timestamptz, body_digest bytea
      ) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE RETURN sha256(previous || body_digest || convert_to(
        concat_ws('|', run_id, batch_no, seqs, inflated_bytes, (extract(epoch FROM received_at) * 1000000)::bigint), 'UTF8'
      ))
    `);
    const nothing = `'\\x${'00'.repeat(32)}'`;
    await db.query(`ALTER TABLE ledger_run ADD COLUMN head bytea NOT NULL DEFAULT ${nothing}`);
    await db.query(`ALTER TABLE ledger_batch ADD COLUMN body_digest bytea, ADD COLUMN link bytea`);
    await db.query(`
      DO $$
      DECLARE
        batch record;
        digest bytea;
        head bytea;
        run uuid;
      BEGIN
        FOR batch IN SELECT * FROM ledger_batch ORDER BY run_id, batch_no LOOP
          IF run IS DISTINCT FROM batch.run_id THEN head := ${nothing}; run := batch.run_id; END IF;
          digest := sha256(batch.body);
          head := ledger_link(
            head, batch.run_id, batch.batch_no, batch.seqs, batch.inflated_bytes, batch.received_at, digest
          );
          UPDATE ledger_batch SET body_digest = digest, link = head
          WHERE ledger_batch.run_id = batch.run_id AND ledger_batch.batch_no = batch.batch_no;
          UPDATE ledger_run SET head = ledger_batch.link FROM ledger_batch
          WHERE ledger_run.run_id = batch.run_id AND ledger_batch.run_id = batch.run_id
            AND ledger_batch.batch_no = batch.batch_no AND ledger_run.batches = batch.batch_no;
        END LOOP;
      END $$
    `);
    await db.query(`
      ALTER TABLE ledger_batch ALTER COLUMN body_digest SET NOT NULL, ALTER COLUMN link SET NOT NULL
    `);

    await db.query(`
      CREATE TABLE ledger_seal (
        id integer CONSTRAINT ledger_seal_pkey PRIMARY KEY,
        sealed_at timestamptz NOT NULL,
        previous bytea NOT NULL,
        runs integer NOT NULL,
        root bytea NOT NULL,
        digest bytea NOT NULL,
        public_key bytea NOT NULL,
        signature bytea NOT NULL
      )
    `);
    await db.query(`
      CREATE TABLE ledger_seal_run (
        seal_id integer NOT NULL,
        run_id uuid NOT NULL,
        batches integer NOT NULL,
        head bytea NOT NULL,
        CONSTRAINT ledger_seal_run_pkey PRIMARY KEY (seal_id, run_id)
      )
    `);
    // What was sealed of a run last.
    await db.query(`CREATE INDEX ledger_seal_run_run_id_idx ON ledger_seal_run (run_id, batches)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE ledger_seal_run, ledger_seal`);
    await db.query(`ALTER TABLE ledger_batch DROP COLUMN body_digest, DROP COLUMN link`);
    await db.query(`ALTER TABLE ledger_run DROP COLUMN head`);
    await db.query(`DROP FUNCTION ledger_link`);
  }
}
