import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A seal may say that it does not follow the one that was made last, and why. */
export class AddRestartToLedgerSeal1795620060000 implements MigrationInterface {
  name = 'AddRestartToLedgerSeal1795620060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE ledger_seal ADD COLUMN restart jsonb`);
  }

  async down(db: QueryRunner): Promise<void> {
    const [{ count }] = (await db.query(
      `SELECT count(*)::integer AS count FROM ledger_seal WHERE restart IS NOT NULL`,
    )) as [{ count: number }];
    if (count > 0) throw new Error(`${count} seals are restarts: a version from before would find them changed.`);
    await db.query(`ALTER TABLE ledger_seal DROP COLUMN restart`);
  }
}
