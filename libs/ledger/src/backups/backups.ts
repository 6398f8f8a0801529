import type { DataSource, EntityManager } from 'typeorm';
import { writeAuditEntry, type AuditNote } from '#database';

/** A copy of the database that somebody keeps elsewhere, as they told us. */
export interface Backup {
  id: number;
  /** From then on nothing that was changed here need be in it. */
  begunAt: Date;
  location: string;
  /** Of its file; null when nobody told. */
  sha256: Buffer | null;
  /** The last seal that was there when it was begun. */
  seal: number | null;
  expiresAt: Date | null;
}

type By = Pick<AuditNote, 'actor'>;

/** Clocks differ, and a redaction is committed some time after it was dated: rather one backup too many. */
const MARGIN = `interval '1 minute'`;

const COLUMNS = `backup.id, backup.begun_at AS "begunAt", backup.location, backup.sha256, backup.seal_id AS seal,
  backup.expires_at AS "expiresAt"`;

/** A condition: nobody has said that this backup is gone, or would be by now. */
const IS_KEPT = `backup.gone_at IS NULL AND (backup.expires_at IS NULL OR backup.expires_at > now())`;

/** A condition: this backup may hold what was taken out of the ledger at that time, an expression. */
export const mayHold = (redactedAt: string) => `${IS_KEPT} AND backup.begun_at < ${redactedAt} + ${MARGIN}`;

/** Writes down that there is one. Answers its number. */
export async function noteBackup(
  dataSource: DataSource,
  { begunAt, location, sha256, expiresAt }: Omit<Backup, 'id' | 'seal'>,
  by: By,
): Promise<number> {
  return dataSource.transaction(async (tx) => {
    const [{ id }] = await tx.query<[{ id: number }]>(
      `INSERT INTO backup (begun_at, location, sha256, seal_id, noted_by, expires_at)
       SELECT $1, $2, $3, max(ledger_seal.id), $4, $5 FROM ledger_seal WHERE ledger_seal.sealed_at <= $1
       RETURNING backup.id`,
      [begunAt, location, sha256, by.actor, expiresAt],
    );
    const details = { location, begunAt, expiresAt };
    await writeAuditEntry(tx, { ...by, action: 'backup.noted', subject: `backup ${id}`, details });
    return id;
  });
}

/** Writes down that it is nowhere any more. Answers whether there was one. */
export async function noteBackupGone(dataSource: DataSource, id: number, by: By): Promise<boolean> {
  return dataSource.transaction(async (tx) => {
    const [[gone]] = await tx.query<[{ location: string }[], number]>(
      `UPDATE backup SET gone_at = now() WHERE backup.id = $1 AND backup.gone_at IS NULL RETURNING backup.location`,
      [id],
    );
    if (gone === undefined) return false;
    await writeAuditEntry(tx, { ...by, action: 'backup.gone', subject: `backup ${id}`, details: gone });
    return true;
  });
}

/** Those that are kept, oldest first, each with the redactions of what it may hold. */
export async function keptBackups(db: DataSource): Promise<(Backup & { redactions: number[] })[]> {
  return db.query(
    `SELECT ${COLUMNS},
       ARRAY(SELECT redaction.id FROM redaction WHERE ${mayHold('redaction.redacted_at')} ORDER BY 1) AS redactions
     FROM backup
     WHERE ${IS_KEPT}
     ORDER BY backup.begun_at, backup.id`,
  );
}

/** Those that may hold what is taken out of the ledger now, oldest first. */
export async function backupsThatMayHold(db: DataSource | EntityManager): Promise<Backup[]> {
  return db.query(
    `SELECT ${COLUMNS} FROM backup WHERE ${mayHold('clock_timestamp()')} ORDER BY backup.begun_at, backup.id`,
  );
}
