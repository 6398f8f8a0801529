import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import type { InsightFilter } from './insight-filter.js';
import { useInsightsText } from './insights.messages.js';
import { HostsBehindQuery, type HostBehind } from './insights.query.js';

const keyOf = ({ service, host }: HostBehind) => `${service} ${host}`;

/** Hosts that were limited out, out of reach or forgotten when a service was deployed last. */
export function HostsBehind({ filter: { service, environment } }: { filter: InsightFilter }) {
  const t = useInsightsText();
  const format = useFormat();
  const variables = { service: service ?? null, environment: environment ?? null };
  const paged = usePages<HostBehind>({
    key: ['HostsBehind', variables],
    ask: async (after, signal) => (await sendQuery(HostsBehindQuery, { ...variables, after }, signal)).hostsBehind,
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { list } = paged;
  return (
    <section aria-labelledby="behind">
      <h2 id="behind">
        {t('behind')} {list !== null && <span className="muted numbers">{format.number(list.totalCount)}</span>}
      </h2>
      <PagedTable
        paged={paged}
        columns={columns}
        keyOf={keyOf}
        caption={t('behind')}
        empty={<p className="muted">{t('noBehind')}</p>}
      />
    </section>
  );
}

type Titles = Translate<'host' | 'service' | 'deployedAt' | 'imageTag' | 'lastTags' | 'missed' | 'why' | 'notPart'>;

function columnsOf(t: Titles): Column<HostBehind>[] {
  return [
    {
      id: 'host',
      title: t('host'),
      header: true,
      cell: ({ host }) => (
        <Link to="/hosts/$name" params={{ name: host }} data-stop="row">
          {host}
        </Link>
      ),
    },
    {
      id: 'service',
      title: t('service'),
      cell: ({ service }) => (
        <Link to="/services/$name" params={{ name: service }}>
          {service}
        </Link>
      ),
    },
    {
      id: 'deployed',
      title: t('deployedAt'),
      label: t('deployedAt'),
      cell: ({ deployedAt }) => <Moment at={deployedAt} />,
    },
    {
      id: 'tag',
      title: t('imageTag'),
      label: t('imageTag'),
      cell: ({ imageTag }) => imageTag && <code>{imageTag}</code>,
    },
    {
      id: 'lastTags',
      title: t('lastTags'),
      label: t('lastTags'),
      className: 'prose',
      cell: ({ lastImageTags }) => lastImageTags.map((tag) => <code key={tag}>{tag} </code>),
    },
    {
      id: 'missed',
      title: t('missed'),
      label: t('missed'),
      cell: ({ lastDeployedBy, lastDeploymentAt }) => (
        <span className="inline-run">
          <Playbook run={lastDeployedBy} /> <Moment at={lastDeploymentAt} />
        </span>
      ),
    },
    {
      id: 'why',
      title: t('why'),
      cell: ({ lastOutcome }) => (lastOutcome === null ? t('notPart') : <StatusBadge status={lastOutcome} />),
    },
  ];
}
