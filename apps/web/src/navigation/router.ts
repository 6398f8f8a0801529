import { createHashHistory, createRouter } from '@tanstack/react-router';
import { accessRoute } from '../access/access.route.js';
import { changesRoute } from '../changes/changes.route.js';
import { comparisonRoute } from '../comparison/comparison.route.js';
import { failuresRoute } from '../failures/failures.route.js';
import { hostRoute, hostsRoute } from '../hosts/hosts.route.js';
import { insightsRoute } from '../insights/insights.route.js';
import { runRoute } from '../run/run.route.js';
import { runsRoute } from '../runs/runs.route.js';
import { serviceRoute, servicesRoute } from '../services/services.route.js';
import { stateRoute } from '../state/state.route.js';
import { rootRoute, startRoute } from './root-route.js';
import { parseSearch, stringifySearch } from './search-text.js';

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
