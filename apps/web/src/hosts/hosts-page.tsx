import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { outcomeOf } from '../counts/recap-counts.js';
import { StatusBadge } from '../counts/status-badge.js';
import { TypedField } from '../filters/typed-field.js';
import { sendQuery } from '../graphql/send-query.js';
import type { Translate } from '../i18n/i18n.js';
import { useTitle } from '../navigation/use-title.js';
import { usePages } from '../paging/use-pages.js';
import { Playbook } from '../runs/run-cells.js';
import type { Column } from '../table/data-table.js';
import { PagedTable } from '../table/paged-table.js';
import { Moment } from '../time/moment.js';
import { useHostsText } from './hosts.messages.js';
import { HostsQuery, type ListedHost } from './hosts.query.js';

const route = getRouteApi('/hosts');
const keyOf = ({ name }: ListedHost) => name;

export function HostsPage() {
  const t = useHostsText();
  const { name = '' } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('title'));
  const paged = usePages<ListedHost>({
    key: ['Hosts', name],
    ask: async (after, signal) =>
      (await sendQuery(HostsQuery, { after, filter: name === '' ? null : { name } }, signal)).hosts,
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { list } = paged;
  return (
    <>
      <div className="title-row">
        <h1>{t('title')}</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {t('total', { count: list.totalCount })}
          </p>
        )}
        <TypedField
          title={t('name')}
          hint={t('nameHint')}
          value={name}
          onChange={(text) => void navigate({ search: { name: text }, replace: true })}
        />
      </div>
      <PagedTable
        paged={paged}
        columns={columns}
        keyOf={keyOf}
        caption={t('title')}
        empty={<p className="empty panel">{name === '' ? t('noneYet') : t('none')}</p>}
      />
    </>
  );
}

function columnsOf(t: Translate<'host' | 'lastOutcome' | 'lastRun' | 'started'>): Column<ListedHost>[] {
  return [
    {
      id: 'host',
      title: t('host'),
      header: true,
      cell: ({ name }) => (
        <Link to="/hosts/$name" params={{ name }} data-stop="row">
          {name}
        </Link>
      ),
    },
    {
      id: 'outcome',
      title: t('lastOutcome'),
      cell: ({ lastRun }) => lastRun && <StatusBadge status={outcomeOf(lastRun.counts)} />,
    },
    { id: 'run', title: t('lastRun'), cell: ({ lastRun }) => lastRun && <Playbook run={lastRun.run} /> },
    { id: 'started', title: t('started'), cell: ({ lastRun }) => lastRun && <Moment at={lastRun.run.startedAt} /> },
  ];
}
