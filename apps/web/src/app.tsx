import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './graphql/query-client.js';
import { router } from './navigation/router.js';
import { SignIn } from './session/sign-in.js';
import { useSession } from './session/session.js';

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
