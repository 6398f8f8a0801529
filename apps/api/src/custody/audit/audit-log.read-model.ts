import { Injectable } from '@nestjs/common';
import { AuditEntryEntity, columns, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { AuditEntry } from './audit-entry.type.js';
import type { AuditLogFilter } from './audit-log.args.js';

const AUDIT_ENTRY = columns(
  AuditEntryEntity,
  'audit_entry',
  ...(['id', 'occurredAt', 'action', 'actor', 'tokenId', 'address', 'subject', 'details'] as const),
);

/** Newest first; served by audit_entry_pkey, audit_entry_action_idx or audit_entry_actor_idx. */
function auditLogQuery(filter: AuditLogFilter | null | undefined): ListQuery<RowOf<typeof AUDIT_ENTRY>> {
  return new ListQuery({
    select: AUDIT_ENTRY,
    from: 'audit_entry',
    key: [{ column: 'audit_entry.id', type: 'bigint' }],
    order: 'DESC',
  })
    .whereGiven('audit_entry.action = ANY(?::text[])', filter?.action)
    .whereGiven('audit_entry.actor = ?', filter?.actor)
    .whereGiven('audit_entry.occurred_at >= ?', filter?.since)
    .whereGiven('audit_entry.occurred_at < ?', filter?.until);
}

@Injectable()
export class AuditLogReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: AuditLogFilter | null | undefined, page: PageArgs): Promise<Connection<AuditEntry>> {
    return this.lists.page(auditLogQuery(filter), page, (row) =>
      objectOf(AuditEntry, { ...row, tokenId: row.tokenId?.toString() ?? null }),
    );
  }
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'auditLog, every filter',
    query: auditLogQuery({ action: ['token.created'], actor: 'admin', since: EXAMPLE_TIME, until: EXAMPLE_TIME }),
    key: 1,
  },
];
