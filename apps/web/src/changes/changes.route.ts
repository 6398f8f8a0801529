import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const changesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/changes',
  validateSearch: searchTexts('q', 'by', 'diffs', 'order'),
  component: lazyRouteComponent(() => import('./changes-page.js'), 'ChangesPage'),
});
