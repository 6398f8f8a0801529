import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHostFacts1795550060000 implements MigrationInterface {
  name = 'CreateHostFacts1795550060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE fact_set (
        key uuid NOT NULL,
        facts jsonb NOT NULL,
        CONSTRAINT fact_set_pkey PRIMARY KEY (key)
      )
    `);
    await db.query(`
      CREATE TABLE host_facts (
        run_id uuid NOT NULL,
        host_id integer NOT NULL,
        seq integer NOT NULL,
        gathered_at timestamptz NOT NULL,
        fact_set_key uuid NOT NULL,
        CONSTRAINT host_facts_pkey PRIMARY KEY (run_id, host_id)
      )
    `);
    // The facts of a host, and when they changed.
    await db.query(`CREATE INDEX host_facts_host_id_idx ON host_facts (host_id, gathered_at, run_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE host_facts`);
    await db.query(`DROP TABLE fact_set`);
  }
}
