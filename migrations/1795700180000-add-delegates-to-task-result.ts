import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Older plugins do not send the delegates of a loop's items: results that are there already stay without. */
export class AddDelegatesToTaskResult1795700180000 implements MigrationInterface {
  name = 'AddDelegatesToTaskResult1795700180000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE task_result ADD COLUMN delegates jsonb`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE task_result DROP COLUMN delegates`);
  }
}
