import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchTexts } from '../../kit/navigation/search-text.js';
import { rootRoute } from '../../parts/frame/root-route.js';

export const insightsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/insights',
  validateSearch: searchTexts('q', 'period', 'by', 'slow', 'idle'),
  component: lazyRouteComponent(() => import('./insights-page.js'), 'InsightsPage'),
});
