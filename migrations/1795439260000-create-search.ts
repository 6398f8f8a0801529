import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSearch1795439260000 implements MigrationInterface {
  name = 'CreateSearch1795439260000';

  async up(db: QueryRunner): Promise<void> {
    // A trusted extension: the owner of the database may create it.
    await db.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);

    await db.query(`
      CREATE TABLE run_search (
        run_id uuid CONSTRAINT run_search_pkey PRIMARY KEY,
        started_at timestamptz NOT NULL,
        text text NOT NULL
      )
    `);
    // Rare words; and the newest first, for words that most runs have.
    await db.query(`CREATE INDEX run_search_text_idx ON run_search USING gin (text gin_trgm_ops)`);
    await db.query(`CREATE INDEX run_search_started_at_idx ON run_search (started_at, run_id)`);

    await db.query(`CREATE TABLE task_name (name text CONSTRAINT task_name_pkey PRIMARY KEY)`);
    await db.query(`CREATE INDEX task_name_name_idx ON task_name USING gin (name gin_trgm_ops)`);

    await db.query(`
      CREATE INDEX task_result_message_idx ON task_result USING gin (message gin_trgm_ops) WHERE message IS NOT NULL
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX task_result_message_idx`);
    await db.query(`DROP TABLE task_name, run_search`);
    await db.query(`DROP EXTENSION pg_trgm`);
  }
}
