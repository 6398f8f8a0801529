import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuditEntry1795530100000 implements MigrationInterface {
  name = 'CreateAuditEntry1795530100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE audit_entry (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_entry_pkey PRIMARY KEY,
        occurred_at timestamptz NOT NULL DEFAULT now(),
        action text NOT NULL,
        actor text NOT NULL,
        token_id integer,
        address text,
        subject text,
        details jsonb NOT NULL DEFAULT '{}'
      )
    `);
    // Those of one kind, and those of one actor, newest first.
    await db.query(`CREATE INDEX audit_entry_action_idx ON audit_entry (action, id)`);
    await db.query(`CREATE INDEX audit_entry_actor_idx ON audit_entry (actor, id)`);
    await db.query(`
      CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'The audit log only grows: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$
    `);
    // For each statement: also one that would meet no row is told so.
    await db.query(`
      CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE audit_entry`);
    await db.query(`DROP FUNCTION audit_entry_stays`);
  }
}
