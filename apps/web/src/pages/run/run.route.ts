import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$uuid',
  validateSearch: searchTexts('view', 'order', 'status', 'on', 'text', 'task', 'host', 'line'),
  component: lazyRouteComponent(() => import('./run-page.js'), 'RunPage'),
});
