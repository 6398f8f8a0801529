import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const stateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/state',
  // `service` and `host` are those of the open cell.
  validateSearch: searchTexts('at', 'environment', 'find', 'differs', 'service', 'host'),
  component: lazyRouteComponent(() => import('./state-page.js'), 'StatePage'),
});
