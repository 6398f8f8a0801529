import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Postgres stores a key that many rows have once: without the number of each row at their end, these are a fifth. */
export class ShortenIndexes1795600060000 implements MigrationInterface {
  name = 'ShortenIndexes1795600060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX task_result_host_id_run_id_idx`);
    await db.query(`CREATE INDEX task_result_host_id_run_id_idx ON task_result (host_id, run_id)`);
    await db.query(`DROP INDEX task_name_idx, task_action_idx, task_role_idx`);
    await db.query(`CREATE INDEX task_name_idx ON task (name, run_id)`);
    await db.query(`CREATE INDEX task_action_idx ON task (action, run_id)`);
    await db.query(`CREATE INDEX task_role_idx ON task (role, run_id)`);
    // Rows of a kilobyte or two, of arrays that compress well: by default Postgres compresses none below 2 kB.
    await db.query(`ALTER TABLE task_outcome SET (toast_tuple_target = 256)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE task_outcome RESET (toast_tuple_target)`);
    await db.query(`DROP INDEX task_name_idx, task_action_idx, task_role_idx`);
    await db.query(`CREATE INDEX task_name_idx ON task (name, run_id, seq)`);
    await db.query(`CREATE INDEX task_action_idx ON task (action, run_id, seq)`);
    await db.query(`CREATE INDEX task_role_idx ON task (role, run_id, seq)`);
    await db.query(`DROP INDEX task_result_host_id_run_id_idx`);
    await db.query(`CREATE INDEX task_result_host_id_run_id_idx ON task_result (host_id, run_id, seq)`);
  }
}
