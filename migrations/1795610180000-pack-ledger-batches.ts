import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Batches are linked by what they hold, not by how it was compressed, so that those of a run that has ended can be
 * compressed together. What is in the ledger already keeps its links, and is never packed.
 */
export class PackLedgerBatches1795610180000 implements MigrationInterface {
  name = 'PackLedgerBatches1795610180000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger_batch
        ADD COLUMN content_digest bytea,
        ADD COLUMN pack_no integer,
        ADD COLUMN pack_offset integer,
        ADD COLUMN pack_bytes integer,
        ALTER COLUMN body DROP NOT NULL,
        ALTER COLUMN body_digest DROP NOT NULL,
        ADD CONSTRAINT ledger_batch_body_check CHECK ((body IS NULL) = coalesce(pack_no <> batch_no, false)),
        ADD CONSTRAINT ledger_batch_pack_check CHECK (num_nulls(pack_no, pack_offset, pack_bytes) IN (0, 3))
    `);
    await db.query(`ALTER TABLE ledger_run ADD COLUMN packed integer NOT NULL DEFAULT 0`);
    await db.query(`UPDATE ledger_run SET packed = batches`);
    await db.query(`
      CREATE INDEX ledger_run_unpacked ON ledger_run (last_seen_at)
      WHERE packed < batches AND details_dropped_at IS NULL
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    const [found] = (await db.query(
      `SELECT count(*)::integer AS batches FROM ledger_batch WHERE content_digest IS NOT NULL`,
    )) as [{ batches: number }];
    if (found.batches > 0) {
      throw new Error(
        `${found.batches} batches of the ledger are linked by what they hold: a version from before would find all of them ` +
          'changed, and could not read those that are packed. Go on with this version, or restore the backup that was ' +
          'made before it.',
      );
    }
    await db.query(`DROP INDEX ledger_run_unpacked`);
    await db.query(`ALTER TABLE ledger_run DROP COLUMN packed`);
    await db.query(`
      ALTER TABLE ledger_batch
        DROP CONSTRAINT ledger_batch_pack_check,
        DROP CONSTRAINT ledger_batch_body_check,
        ALTER COLUMN body SET NOT NULL,
        ALTER COLUMN body_digest SET NOT NULL,
        DROP COLUMN content_digest,
        DROP COLUMN pack_no,
        DROP COLUMN pack_offset,
        DROP COLUMN pack_bytes
    `);
  }
}
