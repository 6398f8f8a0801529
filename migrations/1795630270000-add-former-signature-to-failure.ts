import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddFormerSignatureToFailure1795630270000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE failure ADD COLUMN former_signature text[]');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE failure DROP COLUMN former_signature');
  }
}
