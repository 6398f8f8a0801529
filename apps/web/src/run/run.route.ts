import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$uuid',
  validateSearch: searchTexts('view', 'order', 'status', 'on', 'text', 'task', 'host', 'line'),
  component: lazyRouteComponent(() => import('./run-page.js'), 'RunPage'),
});
