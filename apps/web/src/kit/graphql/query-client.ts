import { QueryClient } from '@tanstack/react-query';
import { onSession } from '../session/session.js';

/** What the pages have asked and how old the answers are; forgotten with the session. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // In a cloud cut off from the world the browser may think that it is offline.
      networkMode: 'always',
      // Pages that live ask again soon, the others have a button or another page.
      retry: false,
      staleTime: 1_000,
    },
    mutations: { networkMode: 'always' },
  },
});

// The next person may not see what this one saw.
onSession(() => queryClient.clear());
