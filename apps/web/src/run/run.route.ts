import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$uuid',
  validateSearch: searchTexts('view', 'status', 'host', 'task', 'text', 'line', 'with'),
  component: lazyRouteComponent(() => import('./run-page.js'), 'RunPage'),
});
