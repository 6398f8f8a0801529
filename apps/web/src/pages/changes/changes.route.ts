import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const changesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/changes',
  validateSearch: searchTexts('q', 'by', 'diffs', 'order'),
  component: lazyRouteComponent(() => import('./changes-page.js'), 'ChangesPage'),
});
