import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that are derived already get their drift and streaks by a rebuild. */
export class AddDriftToTaskOutcome1795500060000 implements MigrationInterface {
  name = 'AddDriftToTaskOutcome1795500060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE task_outcome
        ADD COLUMN drifted_host_ids integer[], ADD COLUMN previous_run_ids uuid[], ADD COLUMN previous_ats timestamptz[]
    `);
    await db.query(`DROP INDEX task_outcome_changed_idx`);
    // Drift, and that of a service; of a run it is found by the primary key.
    await db.query(`
      CREATE INDEX task_outcome_drifted_idx ON task_outcome (occurred_at, run_id, service, task, action)
      WHERE drifted_host_ids IS NOT NULL
    `);
    await db.query(`
      CREATE INDEX task_outcome_service_drifted_idx ON task_outcome (service, occurred_at, run_id, task, action)
      WHERE drifted_host_ids IS NOT NULL
    `);
    await db.query(`
      ALTER TABLE known_task
        ADD COLUMN longest_streak integer NOT NULL DEFAULT 0, ADD COLUMN last_changed_at timestamptz,
        ADD COLUMN streak_host_ids integer[], ADD COLUMN streaks integer[]
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE known_task
        DROP COLUMN longest_streak, DROP COLUMN last_changed_at, DROP COLUMN streak_host_ids, DROP COLUMN streaks
    `);
    await db.query(`
      ALTER TABLE task_outcome
        DROP COLUMN drifted_host_ids, DROP COLUMN previous_run_ids, DROP COLUMN previous_ats
    `);
    await db.query(`
      CREATE INDEX task_outcome_changed_idx ON task_outcome (occurred_at, run_id, service, task, action)
      WHERE any_changed AND NOT check_mode
    `);
  }
}
