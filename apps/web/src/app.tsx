import { useEffect, type ReactNode } from 'react';
import { FailuresPage } from './failures/failures-page.js';
import { HostPage } from './hosts/host-page.js';
import { HostsPage } from './hosts/hosts-page.js';
import { CrashNotice } from './navigation/crash-notice.js';
import { PageFrame } from './navigation/page-frame.js';
import { hashOf, type Location } from './navigation/route.js';
import { useLocation } from './navigation/use-location.js';
import { RunPage } from './run/run-page.js';
import { RunsPage } from './runs/runs-page.js';
import { SignIn } from './session/sign-in.js';
import { useSession } from './session/token.js';

export function App() {
  const { token, refusal } = useSession();
  const location = useLocation();
  const place = JSON.stringify(location.route);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is no clean-up function.
    window.scrollTo(0, 0);
  }, [place]);
  if (token === null) return <SignIn refusal={refusal} />;
  return (
    <PageFrame page={location.route.page}>
      <CrashNotice key={place}>{pageOf(location)}</CrashNotice>
    </PageFrame>
  );
}

function pageOf({ route, query }: Location): ReactNode {
  switch (route.page) {
    case 'runs':
      return <RunsPage query={query} />;
    case 'run':
      return <RunPage key={route.uuid} uuid={route.uuid} query={query} />;
    case 'hosts':
      return <HostsPage query={query} />;
    case 'host':
      return <HostPage key={route.name} name={route.name} />;
    case 'failures':
      return <FailuresPage query={query} />;
    case 'unknown':
      return (
        <>
          <h1>There is no such page</h1>
          <p>
            <a href={hashOf({ page: 'runs' })}>To the runs</a>
          </p>
        </>
      );
  }
}
