import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const servicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/services',
  component: lazyRouteComponent(() => import('./services-page.js'), 'ServicesPage'),
});

export const serviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/services/$name',
  validateSearch: searchTexts('action'),
  component: lazyRouteComponent(() => import('./service-page.js'), 'ServicePage'),
});
