import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './kit/graphql/query-client.js';
import { useSession } from './kit/session/session.js';
import { SignIn } from './kit/session/sign-in.js';
import { router } from './router.js';

export function App() {
  const { credential, refusal } = useSession();
  if (credential === null) return <SignIn refusal={refusal} />;
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  );
}
