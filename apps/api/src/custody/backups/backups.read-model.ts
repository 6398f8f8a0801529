import { Injectable } from '@nestjs/common';
import { mayHold } from '#ledger';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { ListQuery, type Parents } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { BackupType } from './backup.type.js';

export const REDACTION_KEY: Parents['columns'] = [{ name: 'redacted_at', type: 'text' }];

/** Begun last first; served by backup_begun_at_idx. */
export function backupsQuery(): ListQuery {
  return new ListQuery({
    select: `backup.id::text, backup.begun_at AS "begunAt", backup.location, encode(backup.sha256, 'hex') AS sha256,
  backup.seal_id AS seal, backup.noted_at AS "notedAt", backup.noted_by AS "notedBy",
  backup.expires_at AS "expiresAt", backup.gone_at AS "goneAt"`,
    from: 'backup',
    key: [
      { column: 'backup.begun_at', type: 'timestamptz' },
      { column: 'backup.id', type: 'integer' },
    ],
    order: 'DESC',
  });
}

/** Those that may hold what was taken out at each of these times; served, one by one, by backup_begun_at_idx. */
export function backupsOfRedactionsQuery(): ListQuery {
  return backupsQuery().where(mayHold('parent.redacted_at::timestamptz'));
}

@Injectable()
export class BackupsReadModel {
  private readonly ofRedactions = new NestedPages<PageArgs, BackupType>((keys, page) =>
    this.lists.pagesOfEach(backupsOfRedactionsQuery(), { columns: REDACTION_KEY, keys }, page, toBackup),
  );

  constructor(private readonly lists: Lists) {}

  page(page: PageArgs): Promise<Connection<BackupType>> {
    return this.lists.page(backupsQuery(), page, toBackup);
  }

  thatMayHold(redactedAt: Date, page: PageArgs, request: object): Promise<Connection<BackupType>> {
    return this.ofRedactions.load(request, [redactedAt.toISOString()], page);
  }
}

const toBackup = (row: BackupType & Keyed): BackupType => Object.assign(new BackupType(), row);

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'backups', query: backupsQuery(), key: 2 },
  {
    title: 'backups that may hold what redactions took out',
    query: backupsOfRedactionsQuery(),
    key: 2,
    of: REDACTION_KEY,
  },
];
