import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const comparisonRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$uuid/compare',
  // with: the earlier run; without it, the last good one.
  validateSearch: searchTexts('with'),
  component: lazyRouteComponent(() => import('./comparison-page.js'), 'ComparisonPage'),
});
