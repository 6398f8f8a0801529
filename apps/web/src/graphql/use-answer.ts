import { useCallback, useState } from 'react';
import { useRepeated } from './use-repeated.js';

export interface Answered<Data> {
  /** The last good answer, also while a newer one is under way or has failed. */
  data: Data | null;
  error: string | null;
}

/** Asks, and asks again every `everyMs`. `ask` must keep its identity as long as it asks the same. */
export function useAnswer<Data>(
  ask: (signal: AbortSignal) => Promise<Data>,
  everyMs: number | null = null,
): Answered<Data> {
  const [answered, setAnswered] = useState<Answered<Data>>({ data: null, error: null });
  const refresh = useCallback(
    async (signal: AbortSignal) => {
      try {
        const data = await ask(signal);
        if (!signal.aborted) setAnswered({ data, error: null });
      } catch (error) {
        if (!signal.aborted) setAnswered(({ data }) => ({ data, error: sentenceOf(error) }));
      }
    },
    [ask],
  );
  useRepeated(refresh, everyMs);
  return answered;
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
