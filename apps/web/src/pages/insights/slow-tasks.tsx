import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import type { InsightFilter } from './insight-filter.js';
import { useInsightsText } from './insights.messages.js';
import { SlowTasksQuery, type SlowTask } from './insights.query.js';

const ORDERS = ['total', 'median', 'longest'] as const;
const keyOf = ({ task, module, role }: SlowTask) => `${task} ${module} ${role ?? ''}`;

interface Props {
  filter: InsightFilter;
  since: Date;
  order: string | undefined;
}

/** What the runs of the period spent their time at. */
export function SlowTasks({ filter: { host, ...ofRuns }, since, order }: Props) {
  const t = useInsightsText();
  const format = useFormat();
  const orderBy = ORDERS.find((one) => one === order) ?? 'total';
  const { data, error, stale } = useGraphql(
    SlowTasksQuery,
    { filter: { since: since.toISOString(), ...ofRuns }, orderBy },
    { keep: true },
  );
  const columns = useMemo(() => columnsOf(t, format), [t, format]);
  const rows = data?.slowTasks ?? [];
  return (
    <section aria-labelledby="slow">
      <div className="title-row">
        <h2 id="slow">{t('slow')}</h2>
        <nav className="choices choices-start" aria-label={t('orderBy')}>
          {ORDERS.map((one) => (
            <Link
              key={one}
              to="/insights"
              search={(now) => ({ ...now, slow: one })}
              aria-current={one === orderBy ? 'true' : undefined}
            >
              {t(`slow.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Trouble error={error} />
      <p className="muted">
        {t('slowMeaning')} {host !== undefined && t('slowAllHosts')}
      </p>
      {data !== null && rows.length === 0 && <p className="muted">{t('noSlow')}</p>}
      {rows.length > 0 && <DataTable columns={columns} rows={rows} keyOf={keyOf} caption={t('slow')} stale={stale} />}
    </section>
  );
}

function columnsOf(
  t: Translate<'task' | 'module' | 'runCount' | 'total' | 'median' | 'longest'>,
  format: Format,
): Column<SlowTask>[] {
  return [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task },
    { id: 'module', title: t('module'), cell: ({ module }) => module },
    {
      id: 'runs',
      title: t('runCount'),
      label: t('runCount'),
      figures: true,
      cell: ({ runs }) => format.number(runs),
    },
    { id: 'total', title: t('total'), label: t('total'), figures: true, cell: ({ total }) => format.duration(total) },
    {
      id: 'median',
      title: t('median'),
      label: t('median'),
      figures: true,
      cell: ({ median }) => format.duration(median),
    },
    {
      id: 'longest',
      title: t('longest'),
      label: t('longest'),
      figures: true,
      cell: ({ longest, longestRunUuid }) => (
        <Link to="/runs/$uuid" params={{ uuid: longestRunUuid }}>
          {format.duration(longest)}
        </Link>
      ),
    },
  ];
}
