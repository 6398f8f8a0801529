import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DeriveChangesFromResults1795600000000 implements MigrationInterface {
  name = 'DeriveChangesFromResults1795600000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE role_service (
        run_id uuid NOT NULL,
        play_seq integer NOT NULL,
        role text NOT NULL,
        service text NOT NULL,
        CONSTRAINT role_service_pkey PRIMARY KEY (run_id, play_seq, role)
      )
    `);
    await db.query(`
      INSERT INTO role_service (run_id, play_seq, role, service)
      SELECT DISTINCT change.run_id, task.play_seq, coalesce(task.role, ''), change.service
      FROM change
      JOIN task ON task.run_id = change.run_id AND task.seq = change.task_seq
      WHERE change.service IS NOT NULL AND task.play_seq IS NOT NULL
    `);
    // The runs that worked for a service; those of an operator.
    await db.query(`CREATE INDEX role_service_service_idx ON role_service (service, run_id)`);
    await db.query(`CREATE INDEX run_origin_operator_idx ON run_origin (operator, run_id)`);

    await db.query(`DROP TABLE change`);
    // The changes of a run.
    await db.query(`CREATE INDEX task_result_changed_idx ON task_result (run_id) WHERE status = 'changed'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX task_result_changed_idx`);
    await db.query(`
      CREATE TABLE change (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        occurred_at timestamptz NOT NULL,
        host_id integer NOT NULL,
        task_seq integer,
        service text,
        operator text,
        check_mode boolean NOT NULL,
        CONSTRAINT change_pkey PRIMARY KEY (run_id, seq)
      ) PARTITION BY RANGE (run_id)
    `);
    await db.query(`CREATE TABLE change_default PARTITION OF change DEFAULT`);
    await db.query(`
      INSERT INTO change (run_id, seq, occurred_at, host_id, task_seq, service, operator, check_mode)
      SELECT task_result.run_id, task_result.seq, task_result.occurred_at, task_result.host_id, task_result.task_seq,
        role_service.service, run_origin.operator, coalesce(run.check_mode, false)
      FROM task_result
      JOIN run ON run.id = task_result.run_id
      JOIN run_origin ON run_origin.run_id = task_result.run_id
      LEFT JOIN task ON task.run_id = task_result.run_id AND task.seq = task_result.task_seq
      LEFT JOIN role_service ON role_service.run_id = task.run_id AND role_service.play_seq = task.play_seq
        AND role_service.role = coalesce(task.role, '')
      WHERE task_result.status = 'changed'
    `);
    await db.query(`CREATE INDEX change_occurred_at_idx ON change (occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_service_idx ON change (service, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_host_id_idx ON change (host_id, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_operator_idx ON change (operator, occurred_at, run_id, seq)`);
    await db.query(`DROP INDEX run_origin_operator_idx`);
    await db.query(`DROP TABLE role_service`);
  }
}
