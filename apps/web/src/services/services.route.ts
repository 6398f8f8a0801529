import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

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
