import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which failures lost a run its hosts before it came to a service follows for runs that are there from a rebuild. */
export class CreateFailureService1795700000000 implements MigrationInterface {
  name = 'CreateFailureService1795700000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE failure_service (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        service text NOT NULL,
        occurred_at timestamptz NOT NULL,
        CONSTRAINT failure_service_pkey PRIMARY KEY (run_id, seq, service)
      )
    `);
    await db.query(`
      INSERT INTO failure_service (run_id, seq, service, occurred_at)
      SELECT failure.run_id, failure.seq, failure.service, failure.occurred_at
      FROM failure
      WHERE failure.service IS NOT NULL
    `);
    // The failures of a service, newest first.
    await db.query(
      `CREATE INDEX failure_service_occurred_at_idx ON failure_service (service, occurred_at, run_id, seq)`,
    );
    await db.query(`DROP INDEX failure_service_idx`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX failure_service_idx ON failure (service, occurred_at, run_id, seq)`);
    await db.query(`DROP TABLE failure_service`);
  }
}
