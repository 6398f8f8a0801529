import { IntervalBars } from '../../kit/charts/interval-bars.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useFormat } from '../../kit/time/format.js';
import { wholeBy, type InsightFilter } from './insight-filter.js';
import { useInsightsText } from './insights.messages.js';
import { TotalsQuery, type TotalPoint } from './insights.query.js';
import { startsOf, type Period } from './period.js';

interface Props {
  filter: InsightFilter;
  period: Period;
  since: Date;
}

const OUTCOMES = ['completed', 'interrupted', 'failed'] as const;

/** Runs, failures and changes over time. */
export function TotalCharts({ filter, period, since }: Props) {
  const t = useInsightsText();
  const format = useFormat();
  const { data, error, stale } = useGraphql(
    TotalsQuery,
    { by: wholeBy(filter), filter, interval: period.interval, since: since.toISOString() },
    { everyMs: PACE.settled, keep: true },
  );
  if (data === null) return error === null ? <Loading /> : <Trouble error={error} />;
  const points = data.statistics.nodes.flatMap((series) => series.points);
  const starts = startsOf(period, since, new Date());
  const sums = (figure: (point: TotalPoint) => number) =>
    starts.map((start) =>
      points
        .filter((point) => Date.parse(point.start) === start.getTime())
        .reduce((sum, point) => sum + figure(point), 0),
    );
  const runs = sums((point) => point.runs);
  const changed = sums((point) => point.changed);
  const all = runs.reduce((sum, count) => sum + count, 0);
  return (
    <section aria-label={t('runs')} className={stale ? 'stale' : undefined}>
      <Trouble error={error} />
      <p className="total numbers" role="status">
        {all === 0 ? t('none') : `${t('total', { count: all })}.`} <span className="muted">{t('utc')}</span>
      </p>
      {all > 0 && (
        <div className="plots">
          <IntervalBars
            title={t('runs')}
            starts={starts}
            parts={OUTCOMES.map((name) => ({
              name: t(name),
              className: `mark-${name}`,
              values: sums((point) => point[name]),
            }))}
            format={format.number}
          />
          <IntervalBars
            title={t('failures')}
            starts={starts}
            parts={[{ name: t('failureCount'), className: 'mark-failed', values: sums((point) => point.failures) }]}
            format={format.number}
          />
          <IntervalBars
            title={t('changeRate')}
            starts={starts}
            parts={[
              {
                name: t('changed'),
                className: 'mark-changed',
                values: changed.map((count, index) => (runs[index] ? Math.round((count / runs[index]) * 10) / 10 : 0)),
              },
            ]}
            format={format.number}
          />
        </div>
      )}
    </section>
  );
}
