import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddServiceToFailure1795442400000 implements MigrationInterface {
  name = 'AddServiceToFailure1795442400000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE failure ADD COLUMN service text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE failure DROP COLUMN service`);
  }
}
