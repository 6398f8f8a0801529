import { getRouteApi, Link } from '@tanstack/react-router';
import { useTitle } from '../navigation/use-title.js';
import { HostFailures } from './host-failures.js';
import { HostRuns } from './host-runs.js';
import { useHostsText } from './hosts.messages.js';

const route = getRouteApi('/hosts/$name');

export function HostPage() {
  const t = useHostsText();
  const { name } = route.useParams();
  useTitle(name);
  return (
    <>
      <p className="crumbs">
        <Link to="/hosts">{t('title')}</Link>
      </p>
      <h1>{name}</h1>
      <HostRuns name={name} />
      <HostFailures name={name} />
    </>
  );
}
