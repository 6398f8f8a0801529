import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { outcomeOf } from '../../parts/counts/recap-counts.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import { useInsightsText } from './insights.messages.js';
import { IdleHostsQuery, type IdleHost } from './insights.query.js';

const DAYS = ['1', '7', '30', '90'] as const;
const keyOf = ({ name }: IdleHost) => name;

/** Hosts on which nothing has gone well for some days. */
export function IdleHosts({ days: asked }: { days: string | undefined }) {
  const t = useInsightsText();
  const format = useFormat();
  const days = DAYS.find((one) => one === asked) ?? '7';
  const paged = usePages<IdleHost>({
    key: ['IdleHosts', days],
    ask: async (after, signal) => {
      const since = new Date(Date.now() - Number(days) * 86_400_000).toISOString();
      return (await sendQuery(IdleHostsQuery, { since, after }, signal)).hosts;
    },
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { list } = paged;
  return (
    <section aria-labelledby="idle">
      <div className="title-row">
        <h2 id="idle">
          {t('idle')} {list !== null && <span className="muted numbers">{format.number(list.totalCount)}</span>}
        </h2>
        <nav className="choices choices-start" aria-label={t('idleFor')}>
          <span className="muted">{t('idleFor')}</span>
          {DAYS.map((one) => (
            <Link
              key={one}
              to="/insights"
              search={(now) => ({ ...now, idle: one })}
              aria-current={one === days ? 'true' : undefined}
            >
              {t(`idle.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <PagedTable
        paged={paged}
        columns={columns}
        keyOf={keyOf}
        caption={t('idle')}
        empty={<p className="muted">{t('noIdle')}</p>}
      />
    </section>
  );
}

function columnsOf(t: Translate<'host' | 'lastGood' | 'never' | 'lastRun'>): Column<IdleHost>[] {
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
      id: 'good',
      title: t('lastGood'),
      label: t('lastGood'),
      cell: ({ lastGood }) =>
        lastGood === null ? (
          t('never')
        ) : (
          <>
            <Moment at={lastGood.startedAt} /> {lastGood.service} {lastGood.action}
          </>
        ),
    },
    {
      id: 'run',
      title: t('lastRun'),
      label: t('lastRun'),
      cell: ({ lastRun }) =>
        lastRun && (
          <span className="inline-run">
            <StatusBadge status={outcomeOf(lastRun.counts)} /> <Playbook run={lastRun.run} />{' '}
            <Moment at={lastRun.run.startedAt} />
          </span>
        ),
    },
  ];
}
