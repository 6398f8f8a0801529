import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStatistics1795439200000 implements MigrationInterface {
  name = 'CreateStatistics1795439200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE TYPE statistic_scope AS ENUM ('run', 'service', 'host', 'service_host')`);

    // What each run has added to the days, so that it can be taken back; and the durations, which do not add up.
    await db.query(`
      CREATE TABLE run_statistic (
        run_id uuid NOT NULL,
        scope statistic_scope NOT NULL,
        service text NOT NULL,
        host_id integer NOT NULL,
        day date NOT NULL,
        environment text NOT NULL,
        action text NOT NULL,
        check_mode boolean NOT NULL,
        outcome run_status NOT NULL,
        failures integer NOT NULL,
        changed integer NOT NULL,
        duration double precision,
        CONSTRAINT run_statistic_pkey PRIMARY KEY (run_id, scope, service, host_id)
      )
    `);
    // Durations of a time.
    await db.query(`CREATE INDEX run_statistic_day_idx ON run_statistic (scope, day)`);

    await db.query(`
      CREATE TABLE day_statistic (
        scope statistic_scope NOT NULL,
        day date NOT NULL,
        service text NOT NULL,
        host_id integer NOT NULL,
        environment text NOT NULL,
        action text NOT NULL,
        check_mode boolean NOT NULL,
        runs integer NOT NULL,
        completed integer NOT NULL,
        failed integer NOT NULL,
        interrupted integer NOT NULL,
        failures bigint NOT NULL,
        changed bigint NOT NULL,
        CONSTRAINT day_statistic_pkey PRIMARY KEY (scope, day, service, host_id, environment, action, check_mode)
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE day_statistic, run_statistic`);
    await db.query(`DROP TYPE statistic_scope`);
  }
}
