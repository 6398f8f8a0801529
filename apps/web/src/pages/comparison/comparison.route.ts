import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const comparisonRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$uuid/compare',
  // with: the earlier run; without it, the last good one.
  validateSearch: searchTexts('with'),
  component: lazyRouteComponent(() => import('./comparison-page.js'), 'ComparisonPage'),
});
