import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddSubjectToApiToken1795570000000 implements MigrationInterface {
  name = 'AddSubjectToApiToken1795570000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE api_token ADD COLUMN subject text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DELETE FROM api_token WHERE subject IS NOT NULL`);
    await db.query(`ALTER TABLE api_token DROP COLUMN subject`);
  }
}
