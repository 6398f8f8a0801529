import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAuthorScopeToFailureNote1795530200000 implements MigrationInterface {
  name = 'AddAuthorScopeToFailureNote1795530200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE failure_note
        ADD COLUMN author_environments text[] NOT NULL DEFAULT '{}',
        ADD COLUMN author_labels text[] NOT NULL DEFAULT '{}'
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE failure_note DROP COLUMN author_environments, DROP COLUMN author_labels`);
  }
}
