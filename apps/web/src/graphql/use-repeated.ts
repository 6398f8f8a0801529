import { useEffect } from 'react';

/**
 * Does it now, and again `everyMs` after it has ended, while the page is visible; at once when the page becomes
 * visible again. `action` must keep its identity as long as it asks the same.
 */
export function useRepeated(action: (signal: AbortSignal) => Promise<void>, everyMs: number | null): void {
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const run = async () => {
      clearTimeout(timer);
      busy = true;
      await action(stop.signal);
      busy = false;
      if (everyMs !== null && !stop.signal.aborted) timer = setTimeout(wake, everyMs);
    };
    const wake = () => {
      if (document.visibilityState === 'visible' && !busy) void run();
    };
    void run();
    if (everyMs !== null) document.addEventListener('visibilitychange', wake, { signal: stop.signal });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [action, everyMs]);
}
