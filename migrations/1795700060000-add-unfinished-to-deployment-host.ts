import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What did not come to its end on a host is no state: a state before it stays, and what broke off stands beside it. */
export class AddUnfinishedToDeploymentHost1795700060000 implements MigrationInterface {
  name = 'AddUnfinishedToDeploymentHost1795700060000';

  async up(db: QueryRunner): Promise<void> {
    await dropIndexes(db);
    // A new type, because a value that is added to a type cannot be used in the same transaction.
    await replaceType(db, `'ok', 'changed', 'failed', 'unreachable', 'running', 'interrupted'`, 'outcome::text');
    await db.query(`ALTER TABLE deployment_host ADD COLUMN is_unfinished boolean NOT NULL DEFAULT false`);
    await db.query(`ALTER TABLE deployment_host ALTER COLUMN is_unfinished DROP DEFAULT`);
    await db.query(`
      UPDATE deployment_host SET
        outcome = CASE
          WHEN deployment_host.outcome IN ('ok', 'changed') THEN run.status::text::deployment_host_outcome
          ELSE deployment_host.outcome
        END,
        is_unfinished = deployment_host.is_state, is_state = false
      FROM run
      WHERE run.id = deployment_host.run_id
        AND (run.status IN ('running', 'interrupted') AND deployment_host.outcome <> 'unreachable'
          OR deployment_host.outcome = 'failed' AND deployment_host.is_state)
    `);
    await db.query(`
      UPDATE deployment_host SET superseded_at = chain.superseded_at
      FROM (
        SELECT run_id, service, host_id, CASE
            WHEN is_state THEN min(ended_at) FILTER (WHERE is_state) OVER (
              PARTITION BY service, host_id, environment ORDER BY ended_at, run_id
              ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
            )
            ELSE lead(ended_at) OVER (PARTITION BY service, host_id, environment ORDER BY ended_at, run_id)
          END AS superseded_at
        FROM deployment_host
        WHERE is_state OR is_unfinished
      ) AS chain
      WHERE deployment_host.superseded_at IS DISTINCT FROM chain.superseded_at
        AND deployment_host.run_id = chain.run_id AND deployment_host.service = chain.service
        AND deployment_host.host_id = chain.host_id
    `);
    await db.query(`UPDATE service SET state_version = nextval('service_state_version')`);
    await createIndexes(db, '(is_state OR is_unfinished)');
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIndexes(db);
    await replaceType(
      db,
      `'ok', 'changed', 'failed', 'unreachable'`,
      `CASE
        WHEN outcome::text NOT IN ('running', 'interrupted') THEN outcome::text
        WHEN (results->>'changed')::integer > 0 THEN 'changed'
        ELSE 'ok'
      END`,
    );
    await db.query(`UPDATE deployment_host SET is_state = deployed WHERE is_unfinished`);
    await db.query(`ALTER TABLE deployment_host DROP COLUMN is_unfinished`);
    await db.query(`
      UPDATE deployment_host SET superseded_at = chain.superseded_at
      FROM (
        SELECT run_id, service, host_id, CASE WHEN is_state THEN lead(ended_at) OVER (
            PARTITION BY is_state, service, host_id, environment ORDER BY ended_at, run_id
          ) END AS superseded_at
        FROM deployment_host
      ) AS chain
      WHERE deployment_host.superseded_at IS DISTINCT FROM chain.superseded_at
        AND deployment_host.run_id = chain.run_id AND deployment_host.service = chain.service
        AND deployment_host.host_id = chain.host_id
    `);
    await db.query(`UPDATE service SET state_version = nextval('service_state_version')`);
    await createIndexes(db, 'is_state');
  }
}

async function dropIndexes(db: QueryRunner): Promise<void> {
  await db.query(`DROP INDEX deployment_host_state_idx, deployment_host_current_idx, deployment_host_during_idx`);
}

/** One that was there last; what runs where now; and what did at any moment. */
async function createIndexes(db: QueryRunner, condition: string): Promise<void> {
  await db.query(`
    CREATE INDEX deployment_host_state_idx ON deployment_host (service, host_id, ended_at, run_id) WHERE ${condition}
  `);
  await db.query(`
    CREATE INDEX deployment_host_current_idx ON deployment_host (service, host_id)
    WHERE ${condition} AND superseded_at IS NULL
  `);
  await db.query(`
    CREATE INDEX deployment_host_during_idx ON deployment_host USING gist (tstzrange(ended_at, superseded_at))
    WHERE ${condition}
  `);
}

async function replaceType(db: QueryRunner, values: string, text: string): Promise<void> {
  await db.query(`ALTER TYPE deployment_host_outcome RENAME TO deployment_host_outcome_before`);
  await db.query(`CREATE TYPE deployment_host_outcome AS ENUM (${values})`);
  await db.query(`
    ALTER TABLE deployment_host ALTER COLUMN outcome TYPE deployment_host_outcome
    USING (${text})::deployment_host_outcome
  `);
  await db.query(`DROP TYPE deployment_host_outcome_before`);
}
