import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddCollectionsToRun1795520000000 implements MigrationInterface {
  name = 'AddCollectionsToRun1795520000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN collections jsonb`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run DROP COLUMN collections`);
  }
}
