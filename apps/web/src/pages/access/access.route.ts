import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../parts/frame/root-route.js';

export const accessRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/access',
  component: lazyRouteComponent(() => import('./access-page.js'), 'AccessPage'),
});
