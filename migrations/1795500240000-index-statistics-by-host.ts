import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexStatisticsByHost1795500240000 implements MigrationInterface {
  name = 'IndexStatisticsByHost1795500240000';

  async up(db: QueryRunner): Promise<void> {
    // The durations of a time, and the days of some hosts: a page shows few of them. What is of no host has the id 0.
    await db.query(`CREATE INDEX run_statistic_host_id_idx ON run_statistic (scope, host_id, day)`);
    await db.query(`DROP INDEX run_statistic_day_idx`);
    await db.query(`CREATE INDEX day_statistic_host_id_idx ON day_statistic (scope, host_id, day)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX day_statistic_host_id_idx`);
    await db.query(`CREATE INDEX run_statistic_day_idx ON run_statistic (scope, day)`);
    await db.query(`DROP INDEX run_statistic_host_id_idx`);
  }
}
