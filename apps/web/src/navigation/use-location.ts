import { useMemo, useSyncExternalStore } from 'react';
import { hashOf, parseHash, type Location, type Route } from './route.js';

const listeners = new Set<() => void>();

export function useLocation(): Location {
  const hash = useSyncExternalStore(listen, () => window.location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

/**
 * Changes the URL without a step in the browser's history, and the page at once: the `hashchange` of
 * `location.replace` comes so late that a checkbox would jump back for a moment.
 */
export function replaceLocation(route: Route, query: URLSearchParams): void {
  window.history.replaceState(null, '', hashOf(route, query));
  for (const changed of listeners) changed();
}

function listen(changed: () => void): () => void {
  listeners.add(changed);
  window.addEventListener('hashchange', changed);
  return () => {
    listeners.delete(changed);
    window.removeEventListener('hashchange', changed);
  };
}
