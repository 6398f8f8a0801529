import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import type { Deployment } from '../../parts/deployments/deployments.query.js';
import { useServicesText } from './services.messages.js';
import { ServicesQuery, type ListedService } from './services.query.js';

const keyOf = ({ name }: ListedService) => name;

/** Every service that was ever deployed, with its last good and its last failed deployment. */
export function ServicesPage() {
  const t = useServicesText();
  useTitle(t('title'));
  const paged = usePages<ListedService>({
    key: ['Services'],
    ask: async (after, signal) => (await sendQuery(ServicesQuery, { after }, signal)).services,
    everyMs: PACE.calm,
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
      </div>
      <PagedTable
        paged={paged}
        columns={columns}
        keyOf={keyOf}
        caption={t('title')}
        empty={<p className="empty panel">{t('none')}</p>}
      />
    </>
  );
}

type Titles = Translate<'service' | 'lastGood' | 'lastFailed' | 'action' | 'release' | 'imageTag' | 'operator'>;

function columnsOf(t: Titles): Column<ListedService>[] {
  return [
    {
      id: 'service',
      title: t('service'),
      header: true,
      cell: ({ name }) => (
        <Link to="/services/$name" params={{ name }} data-stop="row">
          {name}
        </Link>
      ),
    },
    {
      id: 'good',
      title: t('lastGood'),
      label: t('lastGood'),
      cell: ({ lastGood }) => lastGood && <DeploymentLink deployment={lastGood} />,
    },
    { id: 'action', title: t('action'), cell: ({ lastGood }) => lastGood?.action },
    { id: 'release', title: t('release'), cell: ({ lastGood }) => lastGood?.release },
    {
      id: 'tag',
      title: t('imageTag'),
      cell: ({ lastGood }) => lastGood?.imageTags.map((tag) => <code key={tag}>{tag} </code>),
    },
    { id: 'operator', title: t('operator'), label: t('operator'), cell: ({ lastGood }) => lastGood?.operator },
    {
      id: 'failed',
      title: t('lastFailed'),
      label: t('lastFailed'),
      cell: ({ lastFailed }) => lastFailed && <DeploymentLink deployment={lastFailed} />,
    },
  ];
}

function DeploymentLink({ deployment: { outcome, startedAt, run } }: { deployment: Deployment }) {
  const when = <Moment at={startedAt} />;
  return (
    <>
      <StatusBadge status={outcome} />{' '}
      {run === null ? (
        when
      ) : (
        <Link to="/runs/$uuid" params={{ uuid: run.uuid }}>
          {when}
        </Link>
      )}
    </>
  );
}
