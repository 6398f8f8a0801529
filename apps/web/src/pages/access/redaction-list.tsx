import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { PACE } from '../../kit/live/pace.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { useAccessText } from './access.messages.js';
import { RedactionsQuery, type ListedRedaction } from './access.query.js';

const keyOf = ({ id }: ListedRedaction) => id;
const COUNTS = ['batches', 'deadLetters', 'rowsElsewhere'] as const;

/** Secrets that were taken out of what is held, newest first: never the secrets themselves. */
export function RedactionList() {
  const t = useAccessText();
  const format = useFormat();
  const paged = usePages<ListedRedaction>({
    key: ['Redactions'],
    ask: async (after, signal) => (await sendQuery(RedactionsQuery, { after }, signal)).redactions,
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t, format), [t, format]);
  return (
    <PagedTable
      paged={paged}
      columns={columns}
      keyOf={keyOf}
      caption={t('redactions')}
      empty={<p className="muted">{t('nothingYet')}</p>}
    />
  );
}

function columnsOf(t: ReturnType<typeof useAccessText>, format: Format): Column<ListedRedaction>[] {
  return [
    { id: 'when', title: t('when'), cell: ({ redactedAt }) => <Moment at={redactedAt} /> },
    { id: 'actor', title: t('actor'), label: t('actor'), header: true, cell: ({ actor }) => actor },
    { id: 'reason', title: t('reason'), label: t('reason'), cell: ({ reason }) => reason },
    ...COUNTS.map((id): Column<ListedRedaction> => ({
      id,
      title: t(id),
      label: t(id),
      figures: true,
      cell: (redaction) => format.number(redaction[id]),
    })),
    {
      id: 'backups',
      title: t('backups'),
      label: t('backups'),
      figures: true,
      cell: ({ backups }) => format.number(backups.totalCount),
    },
  ];
}
