import { useSyncExternalStore } from 'react';
import { queryClient } from '../graphql/query-client.js';

export interface Session {
  token: string | null;
  /** Why the last token is gone. */
  refusal: string | null;
}

const KEY = 'playledger.token';

let session: Session = { token: sessionStorage.getItem(KEY), refusal: null };
const listeners = new Set<() => void>();

function change(next: Session): void {
  session = next;
  queryClient.clear();
  if (next.token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, next.token);
  for (const listener of listeners) listener();
}

export function tokenNow(): string | null {
  return session.token;
}

export function signIn(token: string): void {
  change({ token, refusal: null });
}

export function forgetToken(): void {
  change({ token: null, refusal: null });
}

/** Ends the session because the server refused its token; a late answer to an earlier token ends nothing. */
export function refuseToken(token: string | null, refusal: string): void {
  if (token === session.token) change({ token: null, refusal });
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
