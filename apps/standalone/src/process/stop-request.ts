const IMPATIENCE_AFTER_MS = 1_000;

/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once, but not within a second of
 * the first: Ctrl-C reaches us from the terminal and once more from npm, which forwards it.
 */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const onSignal = (signal: NodeJS.Signals) => {
      if (first === null) {
        first = Date.now();
        resolve(signal);
      } else if (Date.now() - first > IMPATIENCE_AFTER_MS) {
        process.stderr.write('Stopped without waiting; the next start recovers.\n');
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
