import { useTitle } from '../navigation/page-frame.js';
import { hashOf } from '../navigation/route.js';
import { HostFailures } from './host-failures.js';
import { HostRuns } from './host-runs.js';

export function HostPage({ name }: { name: string }) {
  useTitle(name);
  return (
    <>
      <p className="crumbs">
        <a href={hashOf({ page: 'hosts' })}>Hosts</a>
      </p>
      <h1>{name}</h1>
      <HostRuns name={name} />
      <HostFailures name={name} />
    </>
  );
}
