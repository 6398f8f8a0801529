import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRunChangeCount1795500120000 implements MigrationInterface {
  name = 'CreateRunChangeCount1795500120000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE run_change_count (
        run_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        service text NOT NULL,
        check_mode boolean NOT NULL,
        changes integer NOT NULL,
        CONSTRAINT run_change_count_pkey PRIMARY KEY (run_id, hour, service)
      )
    `);
    await db.query(`
      INSERT INTO run_change_count (run_id, hour, service, check_mode, changes)
      SELECT run_id, hour, service, check_mode, sum(changes) FROM change_count GROUP BY 1, 2, 3, 4
    `);
    // The changes of a period.
    await db.query(`CREATE INDEX run_change_count_hour_idx ON run_change_count (hour)`);

    await db.query(`ALTER TABLE change_count ADD COLUMN previous_hour timestamptz`);
    await db.query(`
      UPDATE change_count SET previous_hour = told.previous_hour
      FROM (
        SELECT run_id, hour, service, host_id,
          lag(hour) OVER (PARTITION BY run_id, host_id ORDER BY hour, service) AS previous_hour
        FROM change_count
      ) AS told
      WHERE told.previous_hour IS NOT NULL AND change_count.run_id = told.run_id AND change_count.hour = told.hour
        AND change_count.service = told.service AND change_count.host_id = told.host_id
    `);
    // Those of a host.
    await db.query(`CREATE INDEX change_count_host_id_idx ON change_count (host_id, hour)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX change_count_host_id_idx`);
    await db.query(`ALTER TABLE change_count DROP COLUMN previous_hour`);
    await db.query(`DROP TABLE run_change_count`);
  }
}
