import { getRouteApi, Link } from '@tanstack/react-router';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { ComparisonTables } from './comparison-tables.js';
import './comparison.css';
import { useComparisonText } from './comparison.messages.js';
import { ComparisonQuery, EarlierRunsQuery, LastGoodComparisonQuery, type Comparison } from './comparison.query.js';

const route = getRouteApi('/runs/$uuid/compare');

/** A run beside an earlier one: what is different, and nothing else. */
export function ComparisonPage() {
  const t = useComparisonText();
  const { uuid } = route.useParams();
  const { with: earlier } = route.useSearch();
  useTitle(t('title'));
  const lastGood = useGraphql(LastGoodComparisonQuery, { uuid }, { enabled: earlier === undefined });
  const chosen = useGraphql(ComparisonQuery, { uuid, with: earlier ?? '' }, { enabled: earlier !== undefined });
  const { data, error } = earlier === undefined ? lastGood : chosen;
  const comparison =
    (earlier === undefined ? lastGood.data?.run?.comparedToLastGood : chosen.data?.compareRuns) ?? null;
  return (
    <>
      <p className="crumbs">
        <Link to="/runs">{t('runs')}</Link>
        <Link to="/runs/$uuid" params={{ uuid }}>
          {comparison?.after.name ?? uuid}
        </Link>
      </p>
      <div className="title-row">
        <h1>{t('title')}</h1>
        <EarlierRuns
          name={comparison?.after.name ?? lastGood.data?.run?.name ?? null}
          before={comparison?.after.startedAt}
        />
      </div>
      <Trouble error={error} />
      {data === null && error === null && <Loading />}
      {data !== null && comparison === null && (
        <p className="notice notice-info">{earlier === undefined ? t('none') : t('notFound')}</p>
      )}
      {comparison !== null && (
        <>
          <BothRuns comparison={comparison} />
          <ComparisonTables comparison={comparison} />
        </>
      )}
    </>
  );
}

/** Which run to compare with: the earlier ones of the same playbook. */
function EarlierRuns({ name, before }: { name: string | null; before: string | undefined }) {
  const t = useComparisonText();
  const format = useFormat();
  const { with: earlier = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = { name, until: before ?? null };
  const { data } = useGraphql(EarlierRunsQuery, { filter }, { enabled: name !== null });
  return (
    <label className="compare-with">
      {t('with')}
      <select value={earlier} onChange={({ target }) => void navigate({ search: { with: target.value } })}>
        <option value="">{t('lastGood')}</option>
        {data?.runs.nodes.map(({ uuid, status, startedAt, services }) => (
          <option key={uuid} value={uuid}>
            {[format.moment(new Date(startedAt)), status, ...services.slice(0, 3)].join(' · ')}
          </option>
        ))}
      </select>
    </label>
  );
}

function BothRuns({ comparison }: { comparison: Comparison }) {
  const t = useComparisonText();
  const format = useFormat();
  const { before, after, differences, durationDifference } = comparison;
  const duration = format.duration(Math.abs(durationDifference));
  const longer = t(durationDifference >= 0 ? 'longer' : 'shorter');
  return (
    <>
      <div className="both-runs">
        {[before, after].map((run, index) => (
          <p key={run.uuid} className="panel">
            <span className="muted">{t(index === 0 ? 'before' : 'after')}</span>
            <Link to="/runs/$uuid" params={{ uuid: run.uuid }}>
              {run.name ?? run.uuid}
            </Link>
            <StatusBadge status={run.status} />
            <Moment at={run.startedAt} />
            <span className="muted numbers">{format.duration(run.duration)}</span>
          </p>
        ))}
      </div>
      {(before.detailsDroppedAt ?? after.detailsDroppedAt) !== null && (
        <p className="notice notice-warn">{t('dropped')}</p>
      )}
      <p>{t('summary', { ...differences, duration, longer })}</p>
    </>
  );
}
