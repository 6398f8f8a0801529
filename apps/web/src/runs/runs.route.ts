import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  // q: the filter bar's text; columns: those shown, where they are not the usual ones.
  validateSearch: searchTexts('q', 'columns'),
  component: lazyRouteComponent(() => import('./runs-page.js'), 'RunsPage'),
});
