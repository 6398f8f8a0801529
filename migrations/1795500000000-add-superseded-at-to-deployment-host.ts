import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddSupersededAtToDeploymentHost1795500000000 implements MigrationInterface {
  name = 'AddSupersededAtToDeploymentHost1795500000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE deployment_host ADD COLUMN superseded_at timestamptz`);
    await db.query(`
      UPDATE deployment_host SET superseded_at = chain.superseded_at
      FROM (
        SELECT run_id, service, host_id, lead(ended_at) OVER (
          PARTITION BY service, host_id, environment ORDER BY ended_at, run_id
        ) AS superseded_at
        FROM deployment_host
        WHERE is_state
      ) AS chain
      WHERE chain.superseded_at IS NOT NULL AND deployment_host.run_id = chain.run_id
        AND deployment_host.service = chain.service AND deployment_host.host_id = chain.host_id
    `);
    // What runs where now; and what did at any moment.
    await db.query(`
      CREATE INDEX deployment_host_current_idx ON deployment_host (service, host_id)
      WHERE is_state AND superseded_at IS NULL
    `);
    await db.query(`
      CREATE INDEX deployment_host_during_idx ON deployment_host USING gist (tstzrange(ended_at, superseded_at))
      WHERE is_state
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE deployment_host DROP COLUMN superseded_at`);
  }
}
