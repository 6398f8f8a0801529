import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateChanges1795435600000 implements MigrationInterface {
  name = 'CreateChanges1795435600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE task_result ADD COLUMN input_digest bigint`);
    await db.query(`CREATE TYPE diff_state AS ENUM ('shown', 'cut', 'hidden')`);
    await db.query(`
      CREATE TABLE result_diff (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        state diff_state NOT NULL,
        text text,
        CONSTRAINT result_diff_pkey PRIMARY KEY (run_id, seq)
      ) PARTITION BY RANGE (run_id)
    `);
    await db.query(`CREATE TABLE result_diff_default PARTITION OF result_diff DEFAULT`);

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
    // By time; of a service, of a host, by an operator. A run's own are found by the primary key.
    await db.query(`CREATE INDEX change_occurred_at_idx ON change (occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_service_idx ON change (service, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_host_id_idx ON change (host_id, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX change_operator_idx ON change (operator, occurred_at, run_id, seq)`);

    await db.query(`
      CREATE TABLE change_count (
        run_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        service text NOT NULL,
        host_id integer NOT NULL,
        check_mode boolean NOT NULL,
        changes integer NOT NULL,
        CONSTRAINT change_count_pkey PRIMARY KEY (run_id, hour, service, host_id)
      )
    `);
    // The changes of a period, however they are counted.
    await db.query(`CREATE INDEX change_count_hour_idx ON change_count (hour)`);

    await db.query(`
      CREATE TABLE task_outcome (
        run_id uuid NOT NULL,
        service text NOT NULL,
        task text NOT NULL,
        action text NOT NULL,
        occurred_at timestamptz NOT NULL,
        check_mode boolean NOT NULL,
        any_changed boolean NOT NULL,
        host_ids integer[] NOT NULL,
        statuses result_status[] NOT NULL,
        input_digests bigint[] NOT NULL,
        CONSTRAINT task_outcome_pkey PRIMARY KEY (run_id, service, task, action)
      )
    `);
    // The real runs of a task, the last one first; those of all tasks that changed something.
    await db.query(`
      CREATE INDEX task_outcome_task_idx ON task_outcome (service, task, action, occurred_at, run_id)
      WHERE NOT check_mode
    `);
    await db.query(`
      CREATE INDEX task_outcome_changed_idx ON task_outcome (occurred_at, run_id, service, task, action)
      WHERE any_changed AND NOT check_mode
    `);

    // What tasks there are, so that nobody has to search the history for them.
    await db.query(`
      CREATE TABLE known_task (
        service text NOT NULL,
        task text NOT NULL,
        action text NOT NULL,
        CONSTRAINT known_task_pkey PRIMARY KEY (service, task, action)
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE known_task, task_outcome, change_count, change, result_diff`);
    await db.query(`DROP TYPE diff_state`);
    await db.query(`ALTER TABLE task_result DROP COLUMN input_digest`);
  }
}
