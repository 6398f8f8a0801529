import { useMemo } from 'react';
import { writeJson } from '#exact-json';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { PACE } from '../../kit/live/pace.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { Moment } from '../../kit/time/moment.js';
import { useAccessText } from './access.messages.js';
import { AuditLogQuery, type AuditEntry } from './access.query.js';

const keyOf = ({ id }: AuditEntry) => id;

/** What people and tokens did here, newest first. */
export function AuditEntries() {
  const t = useAccessText();
  const paged = usePages<AuditEntry>({
    key: ['AuditLog'],
    ask: async (after, signal) => (await sendQuery(AuditLogQuery, { after }, signal)).auditLog,
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PagedTable
      paged={paged}
      columns={columns}
      keyOf={keyOf}
      caption={t('auditLog')}
      empty={<p className="muted">{t('nothingYet')}</p>}
    />
  );
}

function columnsOf(t: ReturnType<typeof useAccessText>): Column<AuditEntry>[] {
  return [
    { id: 'when', title: t('when'), cell: ({ occurredAt }) => <Moment at={occurredAt} /> },
    { id: 'actor', title: t('actor'), label: t('actor'), header: true, cell: ({ actor }) => actor },
    { id: 'action', title: t('action'), cell: ({ action }) => <code>{action}</code> },
    { id: 'subject', title: t('subject'), label: t('subject'), cell: ({ subject }) => subject },
    { id: 'address', title: t('address'), label: t('address'), cell: ({ address }) => address },
    { id: 'details', title: t('details'), label: t('details'), cell: ({ details }) => <Details of={details} /> },
  ];
}

function Details({ of }: { of: unknown }) {
  const text = writeJson(of);
  return text === '{}' ? null : <code>{text}</code>;
}
