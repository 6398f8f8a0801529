import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const stateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/state',
  // `service` and `host` are those of the open cell.
  validateSearch: searchTexts('at', 'environment', 'find', 'differs', 'service', 'host'),
  component: lazyRouteComponent(() => import('./state-page.js'), 'StatePage'),
});
