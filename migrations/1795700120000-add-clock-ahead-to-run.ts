import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that are there already get the times of our clock, and their mark, by a rebuild. */
export class AddClockAheadToRun1795700120000 implements MigrationInterface {
  name = 'AddClockAheadToRun1795700120000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN clock_ahead double precision`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run DROP COLUMN clock_ahead`);
  }
}
