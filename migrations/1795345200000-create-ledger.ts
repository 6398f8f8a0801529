import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLedger1795345200000 implements MigrationInterface {
  name = 'CreateLedger1795345200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger_run (
        run_id uuid CONSTRAINT ledger_run_pkey PRIMARY KEY,
        accepted int4multirange NOT NULL DEFAULT '{}',
        previously_accepted int4multirange NOT NULL DEFAULT '{}',
        batches integer NOT NULL DEFAULT 0,
        settled integer NOT NULL DEFAULT 0,
        last_seen_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 70)
    `);
    await db.query(`CREATE INDEX ledger_run_unsettled ON ledger_run (last_seen_at) WHERE settled < batches`);

    await db.query(`
      CREATE TABLE ledger_batch (
        run_id uuid NOT NULL,
        batch_no integer NOT NULL,
        seqs int4multirange NOT NULL,
        inflated_bytes integer NOT NULL,
        body bytea NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ledger_batch_pkey PRIMARY KEY (run_id, batch_no)
      ) PARTITION BY RANGE (run_id)
    `);
    // The body is gzip already: compressing it again costs time and gains nothing.
    await db.query(`ALTER TABLE ledger_batch ALTER COLUMN body SET STORAGE EXTERNAL`);
    await db.query(`CREATE TABLE ledger_batch_default PARTITION OF ledger_batch DEFAULT`);

    await db.query(`
      CREATE TABLE dead_letter (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT dead_letter_pkey PRIMARY KEY,
        run_id uuid NOT NULL,
        seq integer,
        stage text NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        event bytea NOT NULL,
        digest bytea NOT NULL,
        batch_no integer,
        position integer,
        received_at timestamptz NOT NULL DEFAULT now(),
        replayed_at timestamptz,
        CONSTRAINT dead_letter_run_id_digest_key UNIQUE (run_id, digest)
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE dead_letter, ledger_batch, ledger_run`);
  }
}
