import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExportTicket1795550000000 implements MigrationInterface {
  name = 'CreateExportTicket1795550000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE export_ticket (
        digest bytea NOT NULL,
        sealed bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT export_ticket_pkey PRIMARY KEY (digest)
      )
    `);
    // Those that nobody used.
    await db.query(`CREATE INDEX export_ticket_expires_at_idx ON export_ticket (expires_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE export_ticket`);
  }
}
