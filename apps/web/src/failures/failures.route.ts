import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const failuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/failures',
  validateSearch: searchTexts('q', 'order', 'group', 'days'),
  component: lazyRouteComponent(() => import('./failures-page.js'), 'FailuresPage'),
});
