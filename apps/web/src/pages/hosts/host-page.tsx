import { getRouteApi, Link } from '@tanstack/react-router';
import { useTitle } from '../../kit/navigation/use-title.js';
import { RecentChanges } from '../../parts/changes/recent-changes.js';
import { AlwaysChangingTasks } from '../../parts/tasks/always-changing-tasks.js';
import { FlakyTasks } from '../../parts/tasks/flaky-tasks.js';
import { HostDeployments } from './host-deployments.js';
import { HostFacts } from './host-facts.js';
import { HostFailures } from './host-failures.js';
import { HostOverview } from './host-overview.js';
import { HostRuns } from './host-runs.js';
import { useHostsText } from './hosts.messages.js';

const route = getRouteApi('/hosts/$name');

export function HostPage() {
  const t = useHostsText();
  const { name } = route.useParams();
  const { service } = route.useSearch();
  useTitle(name);
  return (
    <>
      <p className="crumbs">
        <Link to="/hosts">{t('title')}</Link>
      </p>
      <h1>{name}</h1>
      <HostOverview name={name} />
      <HostRuns name={name} />
      <HostFailures name={name} />
      <HostDeployments name={name} service={service} />
      <RecentChanges filter={{ host: name }} filterText={`host:${name}`} />
      <HostFacts name={name} />
      <FlakyTasks host={name} />
      <AlwaysChangingTasks host={name} />
    </>
  );
}
