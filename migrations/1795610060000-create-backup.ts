import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBackup1795610060000 implements MigrationInterface {
  name = 'CreateBackup1795610060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE backup (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT backup_pkey PRIMARY KEY,
        begun_at timestamptz NOT NULL,
        location text NOT NULL,
        sha256 bytea,
        seal_id integer,
        noted_at timestamptz NOT NULL DEFAULT now(),
        noted_by text NOT NULL,
        expires_at timestamptz,
        gone_at timestamptz
      )
    `);
    await db.query(`CREATE INDEX backup_begun_at_idx ON backup (begun_at, id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE backup`);
  }
}
