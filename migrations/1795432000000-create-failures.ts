import type { MigrationInterface, QueryRunner } from 'typeorm';

const COUNTERS = `
  failed integer NOT NULL DEFAULT 0,
  unreachable integer NOT NULL DEFAULT 0,
  ignored integer NOT NULL DEFAULT 0,
  rescued integer NOT NULL DEFAULT 0
`;

export class CreateFailures1795432000000 implements MigrationInterface {
  name = 'CreateFailures1795432000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE failure (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        task_seq integer,
        host_id integer NOT NULL,
        status result_status NOT NULL,
        ignored boolean NOT NULL,
        rescued boolean NOT NULL,
        occurred_at timestamptz NOT NULL,
        item text,
        failed_items integer,
        rc integer,
        stderr text,
        signature text[] NOT NULL,
        fingerprint uuid,
        CONSTRAINT failure_pkey PRIMARY KEY (run_id, seq)
      ) WITH (fillfactor = 80)
    `);
    // The failures of a group, newest first; its hosts; those of a run that wait for their task.
    await db.query(`CREATE INDEX failure_fingerprint_idx ON failure (fingerprint, occurred_at, run_id, seq)`);
    await db.query(`CREATE INDEX failure_fingerprint_host_id_idx ON failure (fingerprint, host_id, occurred_at)`);
    await db.query(`CREATE INDEX failure_ungrouped_idx ON failure (run_id) WHERE fingerprint IS NULL`);

    await db.query(`
      CREATE TABLE failure_group (
        fingerprint uuid CONSTRAINT failure_group_pkey PRIMARY KEY,
        version smallint NOT NULL,
        signature text NOT NULL,
        action text,
        role text,
        task text,
        ${COUNTERS},
        failures integer NOT NULL DEFAULT 0,
        check_mode_failures integer NOT NULL DEFAULT 0,
        runs integer NOT NULL DEFAULT 0,
        first_seen_at timestamptz,
        last_seen_at timestamptz,
        first_run_id uuid,
        last_run_id uuid,
        real_runs integer NOT NULL DEFAULT 0,
        first_real_run_at timestamptz,
        last_real_run_at timestamptz,
        resolved_at timestamptz,
        resolved_by text,
        checked_at timestamptz,
        successes_checked integer NOT NULL DEFAULT 0,
        successes_matching integer NOT NULL DEFAULT 0
      ) WITH (fillfactor = 70)
    `);
    // The list of groups in each of its orders.
    await db.query(`CREATE INDEX failure_group_last_seen_at_idx ON failure_group (last_seen_at, fingerprint)`);
    await db.query(`CREATE INDEX failure_group_first_seen_at_idx ON failure_group (first_seen_at, fingerprint)`);
    await db.query(`CREATE INDEX failure_group_failures_idx ON failure_group (failures, fingerprint)`);

    await db.query(`
      CREATE TABLE failure_group_run (
        fingerprint uuid NOT NULL,
        run_id uuid NOT NULL,
        run_started_at timestamptz NOT NULL,
        check_mode boolean NOT NULL,
        ${COUNTERS},
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        CONSTRAINT failure_group_run_pkey PRIMARY KEY (fingerprint, run_id)
      )
    `);
    // What a fold replaces; the figures of a period.
    await db.query(`CREATE INDEX failure_group_run_run_id_idx ON failure_group_run (run_id)`);
    await db.query(`CREATE INDEX failure_group_run_run_started_at_idx ON failure_group_run (run_started_at)`);

    await db.query(`
      CREATE TABLE failure_note (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT failure_note_pkey PRIMARY KEY,
        fingerprint uuid NOT NULL,
        kind text NOT NULL,
        text text,
        author text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )
    `);
    // The notes of a group, oldest first.
    await db.query(`CREATE INDEX failure_note_fingerprint_id_idx ON failure_note (fingerprint, id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE failure_note, failure_group_run, failure_group, failure`);
  }
}
