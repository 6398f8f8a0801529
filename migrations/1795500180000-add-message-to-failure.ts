import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddMessageToFailure1795500180000 implements MigrationInterface {
  name = 'AddMessageToFailure1795500180000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE failure ADD COLUMN message text`);
    await db.query(`
      UPDATE failure SET message = task_result.message
      FROM task_result
      WHERE task_result.run_id = failure.run_id AND task_result.seq = failure.seq
    `);
    // Search: rare words; and the newest first, for words that most failures have.
    await db.query(`CREATE INDEX failure_message_idx ON failure USING gin (message gin_trgm_ops)`);
    await db.query(`CREATE INDEX failure_occurred_at_idx ON failure (occurred_at, run_id, seq)`);
    await db.query(`DROP INDEX task_result_message_idx`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX task_result_message_idx ON task_result USING gin (message gin_trgm_ops) WHERE message IS NOT NULL
    `);
    await db.query(`DROP INDEX failure_occurred_at_idx, failure_message_idx`);
    await db.query(`ALTER TABLE failure DROP COLUMN message`);
  }
}
