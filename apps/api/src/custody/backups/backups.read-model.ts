import { Injectable } from '@nestjs/common';
import { BackupEntity, column, columns, sql, type RowOf } from '#database';
import { mayHold } from '#ledger';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery, type Parents } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { BackupType } from './backup.type.js';

const REDACTION_KEY: Parents['columns'] = [{ name: 'redacted_at', type: 'text' }];

const BACKUP = {
  id: sql<string>('backup.id::text'),
  ...columns(BackupEntity, 'backup', 'begunAt', 'location'),
  sha256: sql<string | null>(`encode(backup.sha256, 'hex')`),
  seal: column(BackupEntity, 'backup', 'sealId'),
  ...columns(BackupEntity, 'backup', 'notedAt', 'notedBy', 'expiresAt', 'goneAt'),
};

type BackupRow = RowOf<typeof BACKUP>;

/** Begun last first; served by backup_begun_at_idx. */
function backupsQuery(): ListQuery<BackupRow> {
  return new ListQuery({
    select: BACKUP,
    from: 'backup',
    key: [
      { column: 'backup.begun_at', type: 'timestamptz' },
      { column: 'backup.id', type: 'integer' },
    ],
    order: 'DESC',
  });
}

/** Those that may hold what was taken out at each of these times; served, one by one, by backup_begun_at_idx. */
function backupsOfRedactionsQuery(): ListQuery<BackupRow> {
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

const toBackup = (row: BackupRow): BackupType => objectOf(BackupType, row);

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'backups', query: backupsQuery(), key: 2 },
  {
    title: 'backups that may hold what redactions took out',
    query: backupsOfRedactionsQuery(),
    key: 2,
    of: REDACTION_KEY,
  },
];
