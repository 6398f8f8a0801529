import type { DataSource, EntityManager } from 'typeorm';
import type { AuditAction } from './audit-action.js';

/** What is written down; who did it, when it is nobody that was let in. */
export interface AuditNote {
  action: AuditAction;
  actor: string;
  tokenId?: number | null;
  address?: string | null;
  /** What it was done to. */
  subject?: string | null;
  details?: Record<string, unknown>;
}

/** Adds an entry to the audit log. */
export async function writeAuditEntry(db: DataSource | EntityManager, note: AuditNote): Promise<void> {
  await db.query(
    `INSERT INTO audit_entry (action, actor, token_id, address, subject, details) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      note.action,
      note.actor,
      note.tokenId ?? null,
      note.address ?? null,
      note.subject ?? null,
      JSON.stringify(note.details ?? {}),
    ],
  );
}
