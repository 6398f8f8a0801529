import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRepositoriesToRun1795349000000 implements MigrationInterface {
  name = 'AddRepositoriesToRun1795349000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN configuration_repository jsonb, ADD COLUMN playbook_repository jsonb`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run DROP COLUMN configuration_repository, DROP COLUMN playbook_repository`);
  }
}
