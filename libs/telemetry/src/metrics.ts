import { collectDefaultMetrics, Registry } from 'prom-client';

/** Everything that one process measures, for Prometheus. Labels carry words of our own: never hosts, runs or tokens. */
export function createMetrics(): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
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
