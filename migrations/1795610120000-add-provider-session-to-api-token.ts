import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddProviderSessionToApiToken1795610120000 implements MigrationInterface {
  name = 'AddProviderSessionToApiToken1795610120000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE api_token ADD COLUMN provider_session text`);
    await db.query(`
      CREATE INDEX api_token_subject_idx ON api_token (subject) WHERE subject IS NOT NULL AND revoked_at IS NULL
    `);
    await db.query(`
      CREATE TABLE logout_token (
        digest bytea CONSTRAINT logout_token_pkey PRIMARY KEY,
        expires_at timestamptz NOT NULL
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE logout_token`);
    await db.query(`DROP INDEX api_token_subject_idx`);
    await db.query(`ALTER TABLE api_token DROP COLUMN provider_session`);
  }
}
