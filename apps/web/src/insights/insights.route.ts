import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../navigation/root-route.js';
import { searchTexts } from '../navigation/search-text.js';

export const insightsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/insights',
  validateSearch: searchTexts('q', 'period', 'by', 'slow', 'idle'),
  component: lazyRouteComponent(() => import('./insights-page.js'), 'InsightsPage'),
});
