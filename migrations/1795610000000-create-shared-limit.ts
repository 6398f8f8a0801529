import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As the library that counts wants it. What is in it counts for minutes, so a crash of Postgres may empty it. */
export class CreateSharedLimit1795610000000 implements MigrationInterface {
  name = 'CreateSharedLimit1795610000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNLOGGED TABLE shared_limit (
        key varchar(255) CONSTRAINT shared_limit_pkey PRIMARY KEY,
        points integer NOT NULL,
        expire bigint
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE shared_limit`);
  }
}
