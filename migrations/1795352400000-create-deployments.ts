import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeployments1795352400000 implements MigrationInterface {
  name = 'CreateDeployments1795352400000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE run ADD COLUMN derived_at timestamptz`);
    await db.query(`
      CREATE TABLE run_origin (
        run_id uuid CONSTRAINT run_origin_pkey PRIMARY KEY,
        environment text,
        action text,
        operator text,
        configuration_commit text,
        sources jsonb NOT NULL
      )
    `);

    await db.query(`
      CREATE TABLE container_result (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        item integer NOT NULL,
        task_seq integer,
        host_id integer NOT NULL,
        action text NOT NULL,
        name text,
        image text,
        changed boolean NOT NULL,
        failed boolean NOT NULL,
        CONSTRAINT container_result_pkey PRIMARY KEY (run_id, seq, item)
      )
    `);

    await db.query(`CREATE TYPE deployment_outcome AS ENUM ('running', 'completed', 'failed', 'interrupted')`);
    await db.query(`CREATE TYPE deployment_host_outcome AS ENUM ('ok', 'changed', 'failed', 'unreachable')`);
    await db.query(`
      CREATE TABLE deployment (
        run_id uuid NOT NULL,
        service text NOT NULL,
        action text,
        release text,
        environment text,
        operator text,
        configuration_commit text,
        check_mode boolean NOT NULL,
        changes_state boolean NOT NULL,
        outcome deployment_outcome NOT NULL,
        image_tags text[] NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        duration double precision NOT NULL,
        host_count integer NOT NULL,
        deployed_host_count integer NOT NULL,
        results jsonb NOT NULL,
        sources jsonb NOT NULL,
        CONSTRAINT deployment_pkey PRIMARY KEY (run_id, service)
      )
    `);
    // Newest first; longest first; of a service; by an operator.
    await db.query(`CREATE INDEX deployment_started_at_idx ON deployment (started_at, run_id, service)`);
    await db.query(`CREATE INDEX deployment_duration_idx ON deployment (duration, run_id, service)`);
    await db.query(`CREATE INDEX deployment_service_idx ON deployment (service, started_at, run_id)`);
    await db.query(`CREATE INDEX deployment_operator_idx ON deployment (operator, started_at, run_id, service)`);

    await db.query(`
      CREATE TABLE deployment_host (
        run_id uuid NOT NULL,
        service text NOT NULL,
        host_id integer NOT NULL,
        environment text,
        action text,
        release text,
        check_mode boolean NOT NULL,
        is_state boolean NOT NULL,
        deployed boolean NOT NULL,
        outcome deployment_host_outcome NOT NULL,
        image_tag text,
        containers jsonb NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        results jsonb NOT NULL,
        CONSTRAINT deployment_host_pkey PRIMARY KEY (run_id, service, host_id)
      )
    `);
    // The state of a service on a host at any moment: the last row before it. The history of a host.
    await db.query(`
      CREATE INDEX deployment_host_state_idx ON deployment_host (service, host_id, ended_at, run_id) WHERE is_state
    `);
    await db.query(
      `CREATE INDEX deployment_host_host_id_idx ON deployment_host (host_id, started_at, run_id, service)`,
    );

    // What there is to ask the state of, so that nobody has to search the history for it.
    await db.query(`
      CREATE TABLE service_host (
        service text NOT NULL,
        host_id integer NOT NULL,
        CONSTRAINT service_host_pkey PRIMARY KEY (service, host_id)
      )
    `);
    await db.query(`CREATE TABLE service (name text CONSTRAINT service_pkey PRIMARY KEY)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE service, service_host, deployment_host, deployment, container_result, run_origin`);
    await db.query(`DROP TYPE deployment_host_outcome, deployment_outcome`);
    await db.query(`ALTER TABLE run DROP COLUMN derived_at`);
  }
}
