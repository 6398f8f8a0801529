import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * Between two looks at how late the event loop is; Node's figures include it. Ten milliseconds, the default, are most
 * of what a process costs that has nothing to do.
 */
const EVENT_LOOP_MS = 100;

/** Everything that one process measures, for Prometheus. Labels carry words of our own: never hosts, runs or tokens. */
export function createMetrics(): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: EVENT_LOOP_MS });
  return metrics;
}

/** The answer of `read`, or null when it fails or takes longer than a scrape should: the other figures still count. */
export async function readForScrape<T>(read: () => Promise<T>, milliseconds = 1_000): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([read(), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
