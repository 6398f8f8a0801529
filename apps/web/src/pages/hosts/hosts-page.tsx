import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { TypedField } from '../../kit/filters/typed-field.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { Moment } from '../../kit/time/moment.js';
import { outcomeOf } from '../../parts/counts/recap-counts.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { Playbook } from '../../parts/runs/run-cells.js';
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
