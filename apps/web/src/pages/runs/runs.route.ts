import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  // q: the filter bar's text; columns: those shown, where they are not the usual ones.
  validateSearch: searchTexts('q', 'columns'),
  component: lazyRouteComponent(() => import('./runs-page.js'), 'RunsPage'),
});
