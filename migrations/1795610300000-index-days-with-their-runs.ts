import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which hosts have most runs is told by the index alone: a year of days by host is then no row of the table. */
export class IndexDaysWithTheirRuns1795610300000 implements MigrationInterface {
  name = 'IndexDaysWithTheirRuns1795610300000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX day_statistic_host_id_idx`);
    await db.query(`
      CREATE INDEX day_statistic_host_id_idx ON day_statistic (scope, host_id, day, check_mode, runs)
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX day_statistic_host_id_idx`);
    await db.query(`CREATE INDEX day_statistic_host_id_idx ON day_statistic (scope, host_id, day)`);
  }
}
