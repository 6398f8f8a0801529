import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const hostsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/hosts',
  validateSearch: searchTexts('name'),
  component: lazyRouteComponent(() => import('./hosts-page.js'), 'HostsPage'),
});

export const hostRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/hosts/$name',
  validateSearch: searchTexts('service'),
  component: lazyRouteComponent(() => import('./host-page.js'), 'HostPage'),
});
