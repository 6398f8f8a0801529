import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRetention1795540000000 implements MigrationInterface {
  name = 'CreateRetention1795540000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE ledger_run ADD COLUMN details_dropped_at timestamptz`);
    await db.query(`
      CREATE TABLE retention_drop (
        dropped_at timestamptz CONSTRAINT retention_drop_pkey PRIMARY KEY,
        finished_at timestamptz,
        runs integer NOT NULL,
        results bigint NOT NULL,
        policy jsonb NOT NULL
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE retention_drop`);
    await db.query(`ALTER TABLE ledger_run DROP COLUMN details_dropped_at`);
  }
}
