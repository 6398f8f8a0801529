import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddStateVersionToService1795560000000 implements MigrationInterface {
  name = 'AddStateVersionToService1795560000000';

  async up(db: QueryRunner): Promise<void> {
    // Of a sequence, so that a service that is gone and comes back has another one.
    await db.query(`CREATE SEQUENCE service_state_version`);
    await db.query(`ALTER TABLE service ADD COLUMN state_version bigint`);
    await db.query(`UPDATE service SET state_version = nextval('service_state_version')`);
    await db.query(`ALTER TABLE service ALTER COLUMN state_version SET NOT NULL`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE service DROP COLUMN state_version`);
    await db.query(`DROP SEQUENCE service_state_version`);
  }
}
