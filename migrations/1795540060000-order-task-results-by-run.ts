import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrderTaskResultsByRun1795540060000 implements MigrationInterface {
  name = 'OrderTaskResultsByRun1795540060000';

  async up(db: QueryRunner): Promise<void> {
    // The results of a host, the last run first. Those of all hosts have the primary key.
    await db.query(`CREATE INDEX task_result_host_id_run_id_idx ON task_result (host_id, run_id, seq)`);
    await db.query(`DROP INDEX task_result_host_id_idx, task_result_occurred_at_idx`);
    // The runs that went on at a time.
    await db.query(`CREATE INDEX run_last_event_at_idx ON run (last_event_at, id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX run_last_event_at_idx`);
    await db.query(`CREATE INDEX task_result_occurred_at_idx ON task_result (occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX task_result_host_id_idx ON task_result (host_id, occurred_at, run_id, seq)`);
    await db.query(`DROP INDEX task_result_host_id_run_id_idx`);
  }
}
