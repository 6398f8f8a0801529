import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const failuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/failures',
  validateSearch: searchTexts('q', 'order', 'group', 'days'),
  component: lazyRouteComponent(() => import('./failures-page.js'), 'FailuresPage'),
});
