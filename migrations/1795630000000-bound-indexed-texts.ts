import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A row of an index has 2,704 bytes at most, and names that Ansible takes may have 12,000. Texts are kept whole, and
 * indexed by a key that is the text itself unless it is long: `shortKey` of libs/history gives the same. A key of a key
 * is the key itself, so that a list may be asked for what another one shows.
 */
export class BoundIndexedTexts1795630000000 implements MigrationInterface {
  name = 'BoundIndexedTexts1795630000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION short_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE
          WHEN octet_length($1) <= 500 THEN $1
          ELSE left($1, 100) || '… ' || left(encode(sha256(convert_to($1, 'UTF8')), 'hex'), 32)
        END
      $$
    `);
    await db.query(`DROP INDEX task_name_idx, task_action_idx, task_role_idx`);
    await db.query(`CREATE INDEX task_name_idx ON task (short_key(name), run_id)`);
    await db.query(`CREATE INDEX task_action_idx ON task (short_key(action), run_id)`);
    await db.query(`CREATE INDEX task_role_idx ON task (short_key(role), run_id)`);

    await db.query(`ALTER TABLE task_name ADD COLUMN key text`);
    await db.query(`UPDATE task_name SET key = short_key(name)`);
    await db.query(`
      ALTER TABLE task_name
        DROP CONSTRAINT task_name_pkey,
        ALTER COLUMN key SET NOT NULL,
        ADD CONSTRAINT task_name_pkey PRIMARY KEY (key)
    `);
    // What was long and could be compressed is there.
    await db.query(`UPDATE role_service SET role = short_key(role) WHERE octet_length(role) > 500`);
    for (const table of ['task_outcome', 'known_task']) {
      await db.query(`
        UPDATE ${table} SET task = short_key(task), action = short_key(action)
        WHERE octet_length(task) > 500 OR octet_length(action) > 500
      `);
    }
  }

  /** Fails where a text is too long for the indexes of before: then there is no way back. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE task_name
        DROP CONSTRAINT task_name_pkey,
        DROP COLUMN key,
        ADD CONSTRAINT task_name_pkey PRIMARY KEY (name)
    `);
    await db.query(`DROP INDEX task_name_idx, task_action_idx, task_role_idx`);
    await db.query(`CREATE INDEX task_name_idx ON task (name, run_id)`);
    await db.query(`CREATE INDEX task_action_idx ON task (action, run_id)`);
    await db.query(`CREATE INDEX task_role_idx ON task (role, run_id)`);
    await db.query(`DROP FUNCTION short_key(text)`);
  }
}
