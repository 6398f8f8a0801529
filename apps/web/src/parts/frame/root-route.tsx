import { createRootRoute, createRoute, Link, redirect } from '@tanstack/react-router';
import { useTitle } from '../../kit/navigation/use-title.js';
import { useFrameText } from './frame.messages.js';
import { PageFrame } from './page-frame.js';

/** Every page's parent. */
export const rootRoute = createRootRoute({ component: PageFrame, notFoundComponent: UnknownPage });

/** An address without a page is that of the runs. */
export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- so this router is told of another way
    throw redirect({ to: '/runs', replace: true });
  },
});

function UnknownPage() {
  const t = useFrameText();
  useTitle(t('unknown'));
  return (
    <>
      <h1>{t('unknown')}</h1>
      <p>
        <Link to="/runs">{t('runs')}</Link>
      </p>
    </>
  );
}
