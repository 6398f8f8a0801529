import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { IntervalLines } from '../../kit/charts/interval-lines.js';
import { ShareBar } from '../../kit/charts/share-bar.js';
import { parseFilterText, withValues, writeTerms } from '../../kit/filters/filter-text.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { INSIGHT_KEYS, type InsightFilter, type InsightKey } from './insight-filter.js';
import { useInsightsText } from './insights.messages.js';
import { SeriesQuery, type Series } from './insights.query.js';
import type { Period } from './period.js';

interface Props {
  filter: InsightFilter;
  period: Period;
  since: Date;
  by: InsightKey;
}

const keyOf = ({ name }: Series) => name ?? '';

/** The same by service, host, action or environment: counts, success rate, durations. */
export function SeriesTable({ filter, period, since, by }: Props) {
  const t = useInsightsText();
  const format = useFormat();
  const variables = { by, filter, interval: period.interval, since: since.toISOString() };
  const paged = usePages<Series>({
    key: ['InsightSeries', variables],
    ask: async (after, signal) => (await sendQuery(SeriesQuery, { ...variables, after }, signal)).statistics,
    everyMs: PACE.settled,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t, format, by), [t, format, by]);
  const { list, error, stale } = paged;
  const lines = (list?.nodes ?? []).map(({ name, points }) => ({
    name: name ?? t('unknown'),
    points: points.flatMap(({ start, duration }) =>
      duration === null ? [] : [{ start: new Date(start), value: duration.median }],
    ),
  }));
  return (
    <section aria-labelledby="series">
      <div className="title-row">
        <h2 id="series">{t('by')}</h2>
        <nav className="choices choices-start" aria-label={t('by')}>
          {INSIGHT_KEYS.map((one) => (
            <Link
              key={one}
              to="/insights"
              search={(now) => ({ ...now, by: one })}
              aria-current={one === by ? 'true' : undefined}
            >
              {t(`by.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Trouble error={error} />
      {lines.some(({ points }) => points.length > 0) && (
        <IntervalLines
          title={t('durations')}
          from={since}
          to={new Date()}
          lines={lines.filter(({ points }) => points.length > 0)}
          format={format.duration}
        />
      )}
      {list !== null && list.nodes.length > 0 && (
        <div className="series-table">
          <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('by')} stale={stale} />
        </div>
      )}
      <MoreButton paged={paged} />
    </section>
  );
}

type Titles = Translate<
  | 'name'
  | 'unknown'
  | 'runCount'
  | 'successRate'
  | 'completed'
  | 'failed'
  | 'interrupted'
  | 'failureCount'
  | 'changed'
  | 'median'
  | 'p95'
>;

function columnsOf(t: Titles, format: Format, by: InsightKey): Column<Series>[] {
  const figures = (id: 'completed' | 'failed' | 'interrupted'): Column<Series> => ({
    id,
    title: t(id),
    label: t(id),
    figures: true,
    cell: ({ total }) => format.number(total[id]),
  });
  return [
    {
      id: 'name',
      title: t('name'),
      header: true,
      cell: ({ name }) =>
        name === null ? (
          t('unknown')
        ) : (
          <Link
            to="/insights"
            search={(now) => ({
              ...now,
              q: writeTerms([...withValues(parseFilterText(now.q ?? '').terms, by, []), { key: by, value: name }]),
            })}
            data-stop="row"
          >
            {name}
          </Link>
        ),
    },
    {
      id: 'runs',
      title: t('runCount'),
      label: t('runCount'),
      figures: true,
      cell: ({ total }) => format.number(total.runs),
    },
    {
      id: 'rate',
      title: t('successRate'),
      label: t('successRate'),
      figures: true,
      cell: ({ total }) => total.successRate !== null && <Rate part={total.successRate} />,
    },
    figures('completed'),
    figures('failed'),
    figures('interrupted'),
    {
      id: 'failures',
      title: t('failureCount'),
      label: t('failureCount'),
      figures: true,
      cell: ({ total }) => format.number(total.failures),
    },
    {
      id: 'changed',
      title: t('changed'),
      label: t('changed'),
      figures: true,
      cell: ({ total }) => format.number(total.changed),
    },
    ...(['median', 'p95'] as const).map((id): Column<Series> => ({
      id,
      title: t(id),
      label: t(id),
      figures: true,
      cell: ({ total }) => total.duration && format.duration(total.duration[id]),
    })),
  ];
}

function Rate({ part }: { part: number }) {
  const format = useFormat();
  return (
    <span className="rate">
      <ShareBar value={part} of={1} label={format.percent(part)} /> {format.percent(part)}
    </span>
  );
}
