import type { MigrationInterface, QueryRunner } from 'typeorm';

const RESULT_COUNTERS = `
  results_ok integer NOT NULL DEFAULT 0,
  results_changed integer NOT NULL DEFAULT 0,
  results_failed integer NOT NULL DEFAULT 0,
  results_skipped integer NOT NULL DEFAULT 0,
  results_unreachable integer NOT NULL DEFAULT 0,
  results_ignored integer NOT NULL DEFAULT 0,
  results_rescued integer NOT NULL DEFAULT 0,
  recap_ok integer,
  recap_changed integer,
  recap_failed integer,
  recap_skipped integer,
  recap_unreachable integer,
  recap_ignored integer,
  recap_rescued integer
`;

export class CreateProjections1795345260000 implements MigrationInterface {
  name = 'CreateProjections1795345260000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE TYPE run_status AS ENUM ('running', 'completed', 'failed', 'interrupted')`);
    await db.query(`CREATE TYPE result_status AS ENUM ('ok', 'changed', 'failed', 'unreachable', 'skipped')`);

    await db.query(`
      CREATE TABLE run (
        id uuid CONSTRAINT run_pkey PRIMARY KEY,
        status run_status NOT NULL DEFAULT 'running',
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        last_event_at timestamptz NOT NULL,
        final_seq integer,
        interrupted_reason text,
        playbook_path text,
        invocation_id uuid,
        ansible_version text,
        python_version text,
        reporter_version text,
        controller text,
        user_name text,
        sudo_user text,
        working_directory text,
        configuration_commit text,
        arguments jsonb,
        check_mode boolean,
        diff_mode boolean,
        limit_pattern text,
        tags text[],
        skip_tags text[],
        inventory text[],
        forks integer,
        extra_var_names text[],
        extra_vars jsonb,
        environment jsonb,
        labels text[],
        custom_stats jsonb,
        reporter jsonb,
        ${RESULT_COUNTERS}
      ) WITH (fillfactor = 80)
    `);
    // The run list: newest first, and since a time.
    await db.query(`CREATE INDEX run_started_at_id_idx ON run (started_at, id)`);

    await db.query(`
      CREATE TABLE play (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        uuid text,
        name text,
        hosts text[],
        strategy text,
        serial text[],
        roles text[],
        tags text[],
        started_at timestamptz,
        no_hosts_matched boolean NOT NULL DEFAULT false,
        no_hosts_remaining boolean NOT NULL DEFAULT false,
        CONSTRAINT play_pkey PRIMARY KEY (run_id, seq)
      )
    `);

    await db.query(`
      CREATE TABLE task (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        play_seq integer,
        uuid text NOT NULL,
        name text NOT NULL,
        action text NOT NULL,
        role text,
        path text,
        line integer,
        tags text[] NOT NULL,
        no_log boolean NOT NULL,
        handler boolean NOT NULL,
        loop boolean NOT NULL,
        started_at timestamptz NOT NULL,
        CONSTRAINT task_pkey PRIMARY KEY (run_id, seq)
      )
    `);
    // Task results of one task name, action or role over all runs.
    await db.query(`CREATE INDEX task_name_idx ON task (name, run_id, seq)`);
    await db.query(`CREATE INDEX task_action_idx ON task (action, run_id, seq)`);
    await db.query(`CREATE INDEX task_role_idx ON task (role, run_id, seq)`);

    await db.query(`
      CREATE TABLE host (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT host_pkey PRIMARY KEY,
        name text NOT NULL CONSTRAINT host_name_key UNIQUE
      )
    `);

    await db.query(`
      CREATE TABLE run_host (
        run_id uuid NOT NULL,
        host_id integer NOT NULL,
        ${RESULT_COUNTERS},
        CONSTRAINT run_host_pkey PRIMARY KEY (run_id, host_id)
      ) WITH (fillfactor = 80)
    `);
    // The runs of a host.
    await db.query(`CREATE INDEX run_host_host_id_run_id_idx ON run_host (host_id, run_id)`);

    await db.query(`
      CREATE TABLE task_result (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        task_seq integer,
        host_id integer NOT NULL,
        status result_status NOT NULL,
        ignored boolean NOT NULL,
        rescued boolean NOT NULL,
        started_at timestamptz,
        occurred_at timestamptz NOT NULL,
        attempts integer,
        item_count integer,
        delegated_to text,
        message text,
        batch_no integer NOT NULL,
        position integer NOT NULL,
        CONSTRAINT task_result_pkey PRIMARY KEY (run_id, seq)
      ) PARTITION BY RANGE (run_id)
    `);
    await db.query(`CREATE TABLE task_result_default PARTITION OF task_result DEFAULT`);
    // All results and those since a time; the timeline of a host; the results of a task; the failures.
    await db.query(`CREATE INDEX task_result_occurred_at_idx ON task_result (occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX task_result_host_id_idx ON task_result (host_id, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX task_result_run_id_task_seq_idx ON task_result (run_id, task_seq)`);
    await db.query(`
      CREATE INDEX task_result_failures_idx ON task_result (occurred_at, run_id, seq)
      WHERE status IN ('failed', 'unreachable')
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE task_result, run_host, host, task, play, run`);
    await db.query(`DROP TYPE result_status, run_status`);
  }
}
