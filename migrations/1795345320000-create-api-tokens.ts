import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApiTokens1795345320000 implements MigrationInterface {
  name = 'CreateApiTokens1795345320000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE api_token (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT api_token_pkey PRIMARY KEY,
        name text NOT NULL,
        digest bytea NOT NULL CONSTRAINT api_token_digest_key UNIQUE,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE api_token`);
  }
}
