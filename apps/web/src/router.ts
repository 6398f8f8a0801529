import { createHashHistory, createRouter } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './kit/navigation/search-text.js';
import { accessRoute } from './pages/access/access.route.js';
import { changesRoute } from './pages/changes/changes.route.js';
import { comparisonRoute } from './pages/comparison/comparison.route.js';
import { failuresRoute } from './pages/failures/failures.route.js';
import { hostRoute, hostsRoute } from './pages/hosts/hosts.route.js';
import { insightsRoute } from './pages/insights/insights.route.js';
import { runRoute } from './pages/run/run.route.js';
import { runsRoute } from './pages/runs/runs.route.js';
import { serviceRoute, servicesRoute } from './pages/services/services.route.js';
import { stateRoute } from './pages/state/state.route.js';
import { rootRoute, startRoute } from './parts/frame/root-route.js';

/** Places are in the URL's hash: so the page works under any sub-path, and the server serves one file. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    startRoute,
    runsRoute,
    runRoute,
    comparisonRoute,
    stateRoute,
    failuresRoute,
    changesRoute,
    insightsRoute,
    servicesRoute,
    serviceRoute,
    hostsRoute,
    hostRoute,
    accessRoute,
  ]),
  history: createHashHistory(),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
