import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRedactions1795580000000 implements MigrationInterface {
  name = 'CreateRedactions1795580000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE redaction (
        id integer CONSTRAINT redaction_pkey PRIMARY KEY,
        redacted_at timestamptz NOT NULL,
        actor text NOT NULL,
        reason text NOT NULL,
        dead_letters integer NOT NULL,
        rows_elsewhere integer NOT NULL,
        digest bytea NOT NULL,
        public_key bytea NOT NULL,
        signature bytea NOT NULL
      )
    `);
    await db.query(`
      CREATE TABLE redaction_batch (
        redaction_id integer NOT NULL,
        run_id uuid NOT NULL,
        batch_no integer NOT NULL,
        body_digest_before bytea NOT NULL,
        body_digest_after bytea NOT NULL,
        CONSTRAINT redaction_batch_pkey PRIMARY KEY (redaction_id, run_id, batch_no)
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE redaction_batch, redaction`);
  }
}
