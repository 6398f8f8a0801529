import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { RecentChanges } from '../../parts/changes/recent-changes.js';
import { LastDeployments } from '../../parts/deployments/last-deployments.js';
import { matrixOf } from '../../parts/state/matrix-of.js';
import { StateMatrix } from '../../parts/state/state-matrix.js';
import { AlwaysChangingTasks } from '../../parts/tasks/always-changing-tasks.js';
import { FlakyTasks } from '../../parts/tasks/flaky-tasks.js';
import { ServiceDeployments } from './service-deployments.js';
import { ServiceFailures } from './service-failures.js';
import { useServicesText } from './services.messages.js';
import { ServiceQuery } from './services.query.js';

const route = getRouteApi('/services/$name');

export function ServicePage() {
  const t = useServicesText();
  const { name } = route.useParams();
  const { action } = route.useSearch();
  useTitle(name);
  const { data, error } = useGraphql(
    ServiceQuery,
    { name, action: action ?? null },
    { everyMs: PACE.calm, keep: true },
  );
  const states = data?.stateMatrix;
  const matrix = useMemo(() => matrixOf(states ?? [], '', false), [states]);
  const service = data?.service;
  return (
    <>
      <p className="crumbs">
        <Link to="/services">{t('title')}</Link>
      </p>
      <div className="title-row">
        <h1>{name}</h1>
        <nav className="choices" aria-label={name}>
          <Link to="/insights" search={{ q: `service:${name}` }}>
            {t('insights')}
          </Link>
        </nav>
      </div>
      <Trouble error={error} />
      {data === null && error === null && <Loading />}
      {service === null && <p className="empty panel">{t('unknown')}</p>}
      {service != null && (
        <>
          <LastDeployments lastGood={service.lastGood} lastFailed={service.lastFailed} named={false} />
          {matrix.rows.length > 0 && (
            <section aria-labelledby="state">
              <h2 id="state">{t('state')}</h2>
              <StateMatrix matrix={matrix} stale={false} />
            </section>
          )}
          <ServiceDeployments
            name={name}
            action={action}
            actions={data?.statistics.nodes.flatMap(({ name: one }) => one ?? []) ?? []}
            trend={service.durationTrend}
          />
          <ServiceFailures name={name} />
          <RecentChanges filter={{ service: name }} filterText={`service:${name}`} />
          <FlakyTasks service={name} />
          <AlwaysChangingTasks service={name} />
        </>
      )}
    </>
  );
}
