import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Null for the runs that are there already: their plugins did not send it. */
export class AddCommandLineToRun1795700240000 implements MigrationInterface {
  name = 'AddCommandLineToRun1795700240000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN command_line text[]`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run DROP COLUMN command_line`);
  }
}
