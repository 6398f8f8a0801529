import type { Logger } from '#telemetry';

export interface Repetition {
  /** Waits for a turn that is under way, and lets no other begin. */
  stop(): Promise<void>;
}

/** Does `work` now and then `seconds` after each end, whether it succeeded or not. */
export function schedule(seconds: number, name: string, logger: Logger, work: () => Promise<void>): Repetition {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  const next = () => {
    turn = work()
      .catch((error: unknown) => logger.warn(`${name} failed and will be tried again`, { err: error }))
      .finally(() => {
        if (!stopped) timer = setTimeout(next, seconds * 1_000);
      });
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
