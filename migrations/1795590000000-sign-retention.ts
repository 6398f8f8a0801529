import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was dropped before is noted as it is found, and nobody has signed it: only a person may say that it is so. */
export class SignRetention1795590000000 implements MigrationInterface {
  name = 'SignRetention1795590000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE retention_drop
        ADD COLUMN id integer,
        ADD COLUMN digest bytea NOT NULL DEFAULT '',
        ADD COLUMN public_key bytea NOT NULL DEFAULT '',
        ADD COLUMN signature bytea NOT NULL DEFAULT '',
        ALTER COLUMN policy TYPE text USING policy #>> '{}'
    `);
    await db.query(`
      UPDATE retention_drop SET id = numbered.id
      FROM (
        SELECT retention_drop.dropped_at, row_number() OVER (ORDER BY retention_drop.dropped_at) AS id
        FROM retention_drop
      ) AS numbered
      WHERE numbered.dropped_at = retention_drop.dropped_at
    `);
    await db.query(`
      ALTER TABLE retention_drop
        DROP CONSTRAINT retention_drop_pkey,
        ADD CONSTRAINT retention_drop_pkey PRIMARY KEY (id),
        ALTER COLUMN digest DROP DEFAULT,
        ALTER COLUMN public_key DROP DEFAULT,
        ALTER COLUMN signature DROP DEFAULT,
        ADD CONSTRAINT retention_drop_dropped_at_key UNIQUE (dropped_at)
    `);
    await db.query(`
      CREATE TABLE retention_drop_run (
        retention_id integer NOT NULL,
        run_id uuid NOT NULL,
        batches integer NOT NULL,
        head bytea NOT NULL,
        CONSTRAINT retention_drop_run_pkey PRIMARY KEY (retention_id, run_id)
      )
    `);
    await db.query(`
      INSERT INTO retention_drop_run (retention_id, run_id, batches, head)
      SELECT retention_drop.id, ledger_run.run_id, ledger_run.batches, ledger_run.head
      FROM retention_drop
      JOIN ledger_run ON ledger_run.details_dropped_at = retention_drop.dropped_at
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE retention_drop_run`);
    await db.query(`
      ALTER TABLE retention_drop
        DROP CONSTRAINT retention_drop_dropped_at_key,
        DROP CONSTRAINT retention_drop_pkey,
        ADD CONSTRAINT retention_drop_pkey PRIMARY KEY (dropped_at),
        DROP COLUMN id,
        DROP COLUMN digest,
        DROP COLUMN public_key,
        DROP COLUMN signature,
        ALTER COLUMN policy TYPE jsonb USING to_jsonb(policy)
    `);
  }
}
