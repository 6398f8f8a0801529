import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRolesToApiToken1795530000000 implements MigrationInterface {
  name = 'AddRolesToApiToken1795530000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE TYPE token_role AS ENUM ('reporter', 'viewer', 'operator', 'auditor', 'admin')`);
    await db.query(`
      ALTER TABLE api_token
        ADD COLUMN role token_role,
        ADD COLUMN environments text[] NOT NULL DEFAULT '{}',
        ADD COLUMN labels text[] NOT NULL DEFAULT '{}',
        ADD COLUMN created_by text,
        ADD COLUMN expires_at timestamptz,
        ADD COLUMN last_used_at timestamptz,
        ADD COLUMN revoked_at timestamptz
    `);
    // Nobody gets more than the token could do before.
    await db.query(`
      UPDATE api_token SET role = CASE
        WHEN 'admin' = ANY(scopes) THEN 'admin' WHEN 'ingest' = ANY(scopes) THEN 'reporter' ELSE 'viewer'
      END::token_role
    `);
    await db.query(`ALTER TABLE api_token ALTER COLUMN role SET NOT NULL, DROP COLUMN scopes`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE api_token ADD COLUMN scopes text[]`);
    await db.query(`
      UPDATE api_token SET scopes = CASE
        WHEN role = 'admin' THEN '{ingest,read,admin}' WHEN role = 'reporter' THEN '{ingest}' ELSE '{read}'
      END::text[]
    `);
    await db.query(`
      ALTER TABLE api_token
        ALTER COLUMN scopes SET NOT NULL,
        DROP COLUMN role, DROP COLUMN environments, DROP COLUMN labels, DROP COLUMN created_by,
        DROP COLUMN expires_at, DROP COLUMN last_used_at, DROP COLUMN revoked_at
    `);
    await db.query(`DROP TYPE token_role`);
  }
}
