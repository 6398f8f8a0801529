import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexFailuresByServiceAndHost1795520100000 implements MigrationInterface {
  name = 'IndexFailuresByServiceAndHost1795520100000';

  async up(db: QueryRunner): Promise<void> {
    // The failures of a service and of a host over all runs, newest first.
    await db.query(`CREATE INDEX failure_service_idx ON failure (service, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX failure_host_id_idx ON failure (host_id, occurred_at, run_id, seq)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX failure_service_idx, failure_host_id_idx`);
  }
}
