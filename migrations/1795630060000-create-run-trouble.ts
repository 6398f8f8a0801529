import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What could not be done with a run, and how often it was tried: counted here, for all workers and their restarts. */
export class CreateRunTrouble1795630060000 implements MigrationInterface {
  name = 'CreateRunTrouble1795630060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE run_trouble (
        run_id uuid NOT NULL,
        step text NOT NULL,
        message text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        passing_attempts integer NOT NULL DEFAULT 0,
        first_at timestamptz NOT NULL DEFAULT now(),
        last_at timestamptz NOT NULL DEFAULT now(),
        retry_at timestamptz,
        stopped boolean NOT NULL DEFAULT false,
        CONSTRAINT run_trouble_pkey PRIMARY KEY (run_id, step)
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE run_trouble`);
  }
}
