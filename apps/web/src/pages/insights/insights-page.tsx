import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FilterBar } from '../../kit/filters/filter-bar.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { AlwaysChangingTasks } from '../../parts/tasks/always-changing-tasks.js';
import { FlakyTasks } from '../../parts/tasks/flaky-tasks.js';
import { DriftList } from './drift-list.js';
import { HostsBehind } from './hosts-behind.js';
import { IdleHosts } from './idle-hosts.js';
import { INSIGHT_KEYS, insightFilterFields, insightFilterOf } from './insight-filter.js';
import './insights.css';
import { useInsightsText } from './insights.messages.js';
import { PERIODS, periodOf, sinceOf } from './period.js';
import { SeriesTable } from './series-table.js';
import { SlowTasks } from './slow-tasks.js';
import { TotalCharts } from './total-charts.js';

const route = getRouteApi('/insights');

/** How it goes over time: runs, failures, changes, durations, and what needs somebody's care. */
export function InsightsPage() {
  const t = useInsightsText();
  const { q = '', period: periodName, by: asked, slow, idle } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('title'));
  const period = periodOf(periodName);
  const since = useMemo(() => sinceOf(period, new Date()), [period]);
  const filter = useMemo(() => insightFilterOf(q), [q]);
  const fields = useMemo(() => insightFilterFields(t), [t]);
  const by = INSIGHT_KEYS.find((one) => one === asked) ?? 'service';
  return (
    <>
      <div className="title-row">
        <h1>{t('title')}</h1>
        <FilterBar
          fields={fields}
          value={q}
          hint={t('hint')}
          onChange={(text) => void navigate({ search: (now) => ({ ...now, q: text }) })}
        />
        <nav className="choices" aria-label={t('period')}>
          {PERIODS.map(({ name }) => (
            <Link
              key={name}
              to="/insights"
              search={(now) => ({ ...now, period: name })}
              aria-current={name === period.name ? 'true' : undefined}
            >
              {t(`period.${name}`)}
            </Link>
          ))}
        </nav>
      </div>
      {q !== '' && <p className="print-only">{q}</p>}
      <TotalCharts filter={filter} period={period} since={since} />
      <SeriesTable filter={filter} period={period} since={since} by={by} />
      <SlowTasks filter={filter} since={since} order={slow} />
      <IdleHosts days={idle} />
      <HostsBehind filter={filter} />
      <DriftList filter={filter} since={since} />
      <FlakyTasks {...filter} />
      <AlwaysChangingTasks {...filter} />
    </>
  );
}
