import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of `ansible` that are there already get theirs by a rebuild, which also takes away what they "deployed". */
export class AddAdHocCommandToRun1795700181000 implements MigrationInterface {
  name = 'AddAdHocCommandToRun1795700181000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN ad_hoc_command text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run DROP COLUMN ad_hoc_command`);
  }
}
