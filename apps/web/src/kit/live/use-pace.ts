import { useEffect, useState } from 'react';
import { PACE } from './pace.js';

/** What is derived from a run (services, causes of failures) comes within seconds of its end. */
const SETTLES_IN_MS = 10_000;

/**
 * How often to ask for what belongs to something that moves, and ends. Whoever watches the end goes on at the same
 * pace for a while: each part of the page is asked on its own, and would else miss what came last.
 */
export function usePace(moving: boolean): number {
  const [settling, setSettling] = useState(moving);
  useEffect(() => {
    if (moving) {
      setSettling(true);
      return;
    }
    const timer = setTimeout(() => setSettling(false), SETTLES_IN_MS);
    return () => clearTimeout(timer);
  }, [moving]);
  return moving || settling ? PACE.moving : PACE.settled;
}
